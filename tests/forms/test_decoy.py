from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from forms.decoy import DIGITS, decoy_name
from forms.lead_field import LONGEST_LINE
from leadframe.channels.base_field import NAME
from tests.forms.making import sent, shown

pytestmark = pytest.mark.usefixtures("page")

EMAIL = {"name": "email"}
DECOY = decoy_name("acme")


def markup_of(markup: str) -> Element:
    """Return the decoy's outermost element."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(f"<!doctype html><title>x</title><main>{markup}</main>")
    (element,) = tree.iter("div")
    return element


@given(st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True))
def test_no_field_can_be_called_like_the_decoy(slug: str) -> None:
    name = decoy_name(slug)

    assert not NAME.fullmatch(name)
    assert not name.startswith("p_")


def test_each_form_calls_it_otherwise_and_always_the_same() -> None:
    names = {decoy_name(f"form-{number}") for number in range(50)}

    assert len(names) == 50
    assert DECOY == decoy_name("acme") == "entry-" + DECOY[-DIGITS:]
    assert DECOY[-DIGITS:].isdecimal()


def test_it_is_out_of_sight_silent_and_out_of_the_order_of_tab() -> None:
    element = markup_of(shown(EMAIL).decoy())
    (control,) = element.iter("input")

    assert element.attrib == {"class": "visually-hidden", "aria-hidden": "true"}
    assert control.attrib == {
        "id": DECOY,
        "name": DECOY,
        "value": "",
        "autocomplete": "off",
        "tabindex": "-1",
    }


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Leave this empty"), ("da", "Lad dette felt stå tomt")]
)
def test_who_sees_it_is_told_to_leave_it_empty(language: str, words: str) -> None:
    with force_locale(language):
        (label,) = markup_of(shown(EMAIL).decoy()).iter("label")

    assert (label.get("for"), label.text) == (DECOY, words)


def test_what_was_written_in_it_is_shown_again_and_is_no_fault() -> None:
    form = sent(EMAIL, values={"email": "ada@example.com", DECOY: ' <b>"Ada"\n'})

    assert form.validate()
    (control,) = markup_of(form.decoy()).iter("input")
    assert control.get("value") == '<b>"Ada"'


def test_what_is_written_in_it_is_no_part_of_the_lead() -> None:
    values = {"email": "ada@example.com"}
    form, untouched = sent(EMAIL, values={**values, DECOY: "Ada"}), sent(EMAIL, values=values)

    assert form.validate()
    assert untouched.validate()
    assert form.lead() == untouched.lead()


def test_an_empty_one_is_told_from_one_that_was_not_sent() -> None:
    empty, left_out = sent(EMAIL, values={DECOY: ""}), sent(EMAIL, values={})

    assert (empty.decoy.is_left_out, empty.decoy.data) == (False, "")
    assert left_out.decoy.is_left_out


def test_spaces_are_nothing_and_a_flood_is_cut() -> None:
    assert sent(EMAIL, values={DECOY: " \t "}).decoy.data == ""
    assert len(sent(EMAIL, values={DECOY: "x" * 50_000}).decoy.data) == LONGEST_LINE


def test_of_several_values_each_counts() -> None:
    assert sent(EMAIL, values={DECOY: ["", "Ada"]}).decoy.data == "Ada"
