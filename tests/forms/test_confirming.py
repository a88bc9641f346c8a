"""A form that was sent and is to be confirmed, and what may happen to it meanwhile."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from werkzeug.datastructures import MultiDict

from forms.decoy import decoy_name
from forms.form import LeadForm
from forms.steps import MOST_CHARACTERS
from leadframe.screening import Rule, Verdict
from leadframe.web.screening import has_to_be_confirmed
from leadframe.web.turns import turn
from tests.forms.making import NOON, class_of, signer
from tests.pages import Values, values_of

pytestmark = pytest.mark.usefixtures("page")

FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "email", "required": True},
    {"name": "notes"},
    {"type": "consent", "name": "letter", "text": "Send me the letter."},
)
ASKING = class_of(*FIELDS, spam={"confirm": True})
CHANGED = class_of(*FIELDS, spam={"confirm": True}, title="Talk to others")
TYPED = {"email": ["ada@example.com"], "letter": ["true"], decoy_name("acme"): [""]}
DOUBTFUL = Verdict((Rule(points=6, reason="seen", applies=lambda _seen: True),))


def came(values: Values, kind: type[LeadForm] = ASKING, *, at: float = NOON) -> LeadForm:
    return kind.for_visit(signer(now=lambda: at), formdata=MultiDict(values))


def token_of(form: LeadForm) -> Values:
    tree = html5lib.parse(f"<form>{form.hidden_fields[-1]()}</form>", namespaceHTMLElements=False)
    return values_of(tree)


def asked_about(*, at: float = NOON + 1) -> Values:
    """Return what the page sends that asks about a form sent at that time."""
    form = came(TYPED | token_of(ASKING.for_visit(signer(), formdata=None)), at=at)
    assert turn(form, wanted=None) is None
    form.ask_to_confirm()
    return token_of(form)


def test_who_takes_long_to_confirm_was_in_haste_all_the_same() -> None:
    form = came(asked_about(), at=NOON + 1000)
    assert turn(form, wanted=None) is None
    assert (form.is_being_confirmed, form.open_seconds) == (True, 1)

    once_more = came(token_of(form), at=NOON + 2000)

    assert (once_more.is_being_confirmed, once_more.open_seconds) == (True, 1)


def test_who_goes_back_is_asked_again_and_has_been_there_for_longer() -> None:
    form = came(asked_about(), at=NOON + 1000)
    made = turn(form, wanted=1)

    assert made is not None
    assert (made.status, form.is_being_confirmed, form.open_seconds) == (200, False, 1000)
    assert [field.name for field in form.visible_fields] == ["email", "notes", "letter"]


def test_a_page_that_was_open_for_too_long_asks_for_one_more_click() -> None:
    form = came(asked_about(), at=NOON + 90_000)
    made = turn(form, wanted=None)

    assert made is not None
    assert (made.status, form.is_being_confirmed) == (422, True)
    assert "had been open for a long time" in made.notice
    assert turn(came(token_of(form), at=NOON + 90_001), wanted=None) is None


@pytest.mark.parametrize("wanted", [None, 1])
def test_nobody_confirms_what_changed_meanwhile(wanted: int | None) -> None:
    form = came(asked_about(), CHANGED)
    made = turn(form, wanted=wanted)

    assert made is not None
    assert not form.is_being_confirmed
    assert form["field_email"].text == "ada@example.com"
    assert [consent.is_given for consent in form.consents()] == [False]


@pytest.mark.parametrize("wanted", [None, 1])
def test_who_only_goes_back_agrees_to_what_they_agreed_to(wanted: int | None) -> None:
    form = came(asked_about())
    turn(form, wanted=wanted)

    assert [consent.is_given for consent in form.consents()] == [True]


def test_what_a_page_cannot_carry_is_not_asked_about() -> None:
    sent = TYPED | token_of(ASKING.for_visit(signer(), formdata=None))
    form, long = (came(sent | {"notes": [text]}) for text in ("Hello", "x" * MOST_CHARACTERS))

    assert has_to_be_confirmed(form, DOUBTFUL)
    assert not has_to_be_confirmed(long, DOUBTFUL)


def test_only_a_form_that_says_so_asks_and_only_once_and_only_in_doubt() -> None:
    silent = class_of(*FIELDS)
    sent = TYPED | token_of(ASKING.for_visit(signer(), formdata=None))

    assert not has_to_be_confirmed(came(sent, silent), DOUBTFUL)
    assert not has_to_be_confirmed(came(sent), Verdict(()))
    assert not has_to_be_confirmed(came(sent), Verdict(DOUBTFUL.rules * 2))
    assert not has_to_be_confirmed(came(asked_about()), DOUBTFUL)
