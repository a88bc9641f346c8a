from __future__ import annotations

from typing import Any

import pytest

from forms.form import LeadForm
from forms.heading import Heading
from leadframe.lead import Lead
from tests.forms.making import lead_of, sent, shown
from tests.forms.test_markup import only, parse, text_of

HEADING: dict[str, Any] = {"type": "heading", "label": "About <you>"}
COMPANY: dict[str, Any] = {"name": "company_name"}
EMAIL: dict[str, Any] = {"name": "email", "required": True}
WAITS: dict[str, Any] = HEADING | {"show_when": {"field": "company_name", "filled": True}}
STEPS: dict[str, Any] = {"steps": ("One", "Two")}


def names(form: LeadForm) -> list[str]:
    return [item.name for item in form.visible_items]


def test_a_heading_is_seen_in_its_place_and_is_no_field() -> None:
    form = shown(COMPANY, HEADING, EMAIL)

    assert names(form) == ["company_name", "heading_1", "email"]
    assert [field.name for field in form.visible_fields] == ["company_name", "email"]


def test_whatever_comes_under_its_name_is_left_alone() -> None:
    values = {"heading_1": "Secret", "email": "ada@example.com"}
    form = sent(HEADING, EMAIL, COMPANY | {"step": 2}, values=values, **STEPS)

    assert form.validate()
    assert form.progress is not None
    assert form.progress.answers == {}
    assert form["field_heading_1"].data is None
    assert form.lead() == Lead(email="ada@example.com")


def test_a_heading_does_not_number_the_field_of_the_same_words() -> None:
    form = sent(HEADING | {"label": "Email"}, EMAIL, values={})

    assert not form.validate()
    ((_id, message),) = form.error_summary()
    assert message.startswith("Email: ")


@pytest.mark.usefixtures("page")
def test_the_enter_key_of_a_phone_passes_over_a_heading() -> None:
    alone, followed = (shown(EMAIL, *others) for others in ([], [HEADING, {"name": "phone"}]))

    assert 'enterkeyhint="send"' in str(alone["field_email"]())
    assert 'enterkeyhint="next"' in str(followed["field_email"]())


def test_a_heading_of_a_later_step_is_there_if_its_condition_held_on_an_earlier_one() -> None:
    fields = [COMPANY, WAITS | {"step": 2}, EMAIL | {"step": 2}]
    without, with_it = (
        sent(*fields, values=values, **STEPS) for values in ({}, {"company_name": "Acme"})
    )
    for form in (without, with_it):
        form.open_at(2)

    assert names(without) == ["email"]
    assert names(with_it) == ["heading_1", "email"]
    without.reveal()
    assert names(without) == ["heading_1", "email"]


def test_a_heading_makes_no_step() -> None:
    email = EMAIL | {"step": 2, "show_when": {"field": "company_name", "filled": True}}

    assert sent(COMPANY, HEADING | {"step": 2}, email, values={}, **STEPS).steps == [1]


def test_a_heading_needs_nothing_filled_in() -> None:
    assert lead_of(HEADING, COMPANY, values={}) == Lead()


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(("keys", "tag"), [({}, "h2"), (STEPS, "h3")])
def test_a_heading_ranks_below_the_heading_of_its_page_or_step(
    keys: dict[str, Any], tag: str
) -> None:
    second = [EMAIL | {"step": 2}] if keys else []
    form = shown(HEADING | {"help": "All <b>of</b> it."}, COMPANY, *second, **keys)
    heading, _company = form.visible_items
    assert isinstance(heading, Heading)
    box = only(parse(form), "div", "heading")

    assert [text_of(each) for each in box.iter(tag)] == ["About <you>"]
    assert [text_of(each) for each in box.iter("p")] == ["All <b>of</b> it."]


@pytest.mark.usefixtures("page")
def test_an_input_that_only_a_heading_waits_for_tells_whether_it_is_empty() -> None:
    assert 'placeholder=" "' in str(shown(COMPANY, WAITS, EMAIL)["field_company_name"]())


@pytest.mark.usefixtures("page")
def test_a_note_says_whom_a_heading_is_for_that_a_browser_cannot_hide() -> None:
    box = only(parse(shown(COMPANY, WAITS, EMAIL)), "div", "heading")

    assert "Only if you answer “Company”" in text_of(box)
