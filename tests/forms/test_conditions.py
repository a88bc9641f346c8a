from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.form import LeadForm
from leadframe.lead import Lead
from tests.forms.making import OTHER_PROPERTY, PROPERTY, class_of, faults_of, lead_of, sent, shown
from tests.forms.making import signer as a_signer
from tests.forms.test_form import fresh_token_of

COMPANY: dict[str, Any] = {"name": "company_name"}
NOTES: dict[str, Any] = {
    "name": "notes",
    "required": True,
    "show_when": {"field": "company_name", "filled": True},
}
PHONE: dict[str, Any] = {"name": "phone", "show_when": {"field": "notes", "filled": True}}
SIZE: dict[str, Any] = {
    "property": PROPERTY,
    "name": "size",
    "label": "What size?",
    "type": "select",
    "options": ("S", {"value": "m", "label": "Medium"}, "L"),
    "other": True,
}
BOX: dict[str, Any] = {
    "property": OTHER_PROPERTY,
    "name": "box",
    "label": "A box",
    "type": "checkbox",
}
STEPS: dict[str, Any] = {"steps": ("One", "Two")}


def keys(form: LeadForm) -> list[str]:
    return [field.name for field in form.visible_fields]


def test_a_required_field_is_required_while_its_condition_holds() -> None:
    assert faults_of(COMPANY, NOTES, values={"company_name": "Acme"}) == [
        ("notes", "Message: fill this in")
    ]
    assert lead_of(COMPANY, NOTES, values={}) == Lead()
    assert lead_of(COMPANY, NOTES, values={"company_name": "Acme", "notes": "Hi"}).notes == "Hi"


def test_what_is_not_shown_is_neither_checked_nor_kept() -> None:
    email = {"name": "email", "show_when": {"field": "company_name", "filled": True}}
    form = sent(COMPANY, email, values={"email": "no address"})

    assert form.validate()
    assert form.lead() == Lead()
    assert form["field_email"].text == ""


def test_what_hangs_on_something_unseen_is_unseen_too() -> None:
    values = {"notes": "Hi", "phone": "+45 20 12 34 56"}

    assert lead_of(COMPANY, NOTES, PHONE, values=values) == Lead()
    whole = lead_of(COMPANY, NOTES, PHONE, values=values | {"company_name": "Acme"})
    assert whole.phone == "+4520123456"


@pytest.mark.parametrize(
    ("condition", "size", "is_kept"),
    [
        ({"equals": "m"}, ["m", ""], True),
        ({"equals": "m"}, ["L", ""], False),
        ({"any_of": ("S", "L")}, ["L", ""], True),
        ({"filled": True}, ["", ""], False),
        ({"filled": True}, ["", "Huge"], True),
        ({"equals": "m"}, ["__other__", "m"], True),
        ({"filled": True}, ["no option", ""], False),
    ],
)
def test_a_choice_decides_by_what_is_chosen(
    condition: dict[str, Any], size: list[str], *, is_kept: bool
) -> None:
    notes = {"name": "notes", "show_when": {"field": "size", **condition}}
    form = sent(SIZE, notes, values={"size": size, "notes": "Hi"})

    assert form.lead().notes == ("Hi" if is_kept else "")


def test_a_box_decides_by_being_ticked() -> None:
    notes = {"name": "notes", "show_when": {"field": "box", "filled": True}}

    assert lead_of(BOX, notes, values={"notes": "Hi", "box": "true"}).notes == "Hi"
    assert lead_of(BOX, notes, values={"notes": "Hi"}).notes == ""


def test_an_address_fills_in_only_what_it_shows() -> None:
    fields = [COMPANY | {"prefill": True}, NOTES | {"prefill": True}]

    alone = shown(*fields, prefill={"notes": "Hi"})
    both = shown(*fields, prefill={"notes": "Hi", "company_name": "Acme"})

    assert alone["field_notes"].text == ""
    assert both["field_notes"].text == "Hi"


@pytest.mark.usefixtures("page")
def test_the_browser_never_insists_on_a_conditional_field() -> None:
    html = str(shown(COMPANY, NOTES)["field_notes"]())

    assert "(required)" in html
    assert " required" not in html
    assert "Only if you answer “Company”" in html
    assert 'aria-describedby="notes-when"' in html


@pytest.mark.usefixtures("page")
def test_an_input_that_others_wait_for_has_a_placeholder_to_tell_it_is_empty() -> None:
    form = shown(COMPANY, NOTES, {"name": "first_name"})

    assert 'placeholder=" "' in str(form["field_company_name"]())
    assert "placeholder" not in str(form["field_first_name"]())


@pytest.mark.parametrize(
    ("other", "condition", "note"),
    [
        (SIZE, {"filled": True}, "Only if you answer “What size?”"),
        (SIZE, {"equals": "m"}, "Only if you answer “What size?” with: Medium"),
        (SIZE, {"any_of": ("S", "m")}, "Only if you answer “What size?” with: S or Medium"),
        (BOX, {"filled": True}, "Only if you tick “A box”"),
        (BOX | {"type": "country"}, {"equals": "DK"}, "Only if you answer “A box” with: Denmark"),
    ],
)
def test_a_note_says_whom_the_field_is_for(
    other: dict[str, Any], condition: dict[str, Any], note: str
) -> None:
    notes = {"name": "notes", "show_when": {"field": other["name"], **condition}}

    assert shown(other, notes)["field_notes"].only_if == note


def test_a_later_step_has_only_what_the_answers_ask_for() -> None:
    notes, email = NOTES | {"step": 2}, {"name": "email", "step": 2}

    without = sent(COMPANY, notes, email, values={}, **STEPS)
    with_it = sent(COMPANY, notes, email, values={"company_name": "Acme"}, **STEPS)
    without.open_at(2)
    with_it.open_at(2)

    assert keys(without) == ["email"]
    assert keys(with_it) == ["notes", "email"]
    assert with_it["field_notes"].only_if == ""


def test_a_step_that_asks_for_nothing_is_left_out() -> None:
    notes = NOTES | {"step": 2}

    assert sent(COMPANY, notes, values={}, **STEPS).steps == [1]
    assert sent(COMPANY, notes, values={"company_name": "Acme"}, **STEPS).steps == [1, 2]


def test_who_changes_an_answer_on_an_earlier_step_takes_back_what_hung_on_it() -> None:
    fields = class_of(COMPANY, NOTES | {"step": 2}, {"name": "email", "step": 2}, **STEPS)
    tokens = a_signer()

    def after(form: LeadForm, page: int, **values: str) -> LeadForm:
        form.open_at(page)
        token = fresh_token_of(form)
        sent_now = {"token": token, **values}
        return fields.for_visit(tokens, formdata=MultiDict(sent_now))

    first = after(fields.for_visit(tokens, formdata=None), 1, company_name="Acme")
    second = after(first, 2, notes="Hi", email="a@b.example")
    again = after(second, 1, company_name="")

    assert second.lead().notes == "Hi"
    assert again.lead().notes == ""
    again.open_at(2)
    assert again.progress is not None
    assert again.progress.answers == {}


@given(
    st.dictionaries(
        st.sampled_from(["company_name", "notes", "phone", "size", "box", "email"]),
        st.lists(st.sampled_from(["", " ", "m", "true", "Secret"]), min_size=1, max_size=2),
    )
)
def test_nothing_unseen_ever_travels(values: dict[str, list[str]]) -> None:
    email = {"name": "email", "show_when": {"field": "size", "equals": "m"}, "step": 2}
    box = BOX | {"show_when": {"field": "phone", "filled": True}, "step": 2}
    form = sent(COMPANY, NOTES, PHONE, SIZE, email, box, values=dict(values), **STEPS)
    company = form["field_company_name"].text
    notes, phone = form["field_notes"], form["field_phone"]

    assert company or not notes.text
    assert notes.text or not phone.text
    assert phone.text or not form["field_box"].data
    assert form["field_size"].answers == ["m"] or not form["field_email"].text
    for page in (1, 2):
        form.open_at(page)
        assert form.progress is not None
        unseen = {field.name for field in form if not getattr(field, "is_shown", True)}
        assert not unseen & set(form.progress.answers)
