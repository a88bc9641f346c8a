from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from leadframe.channels import Text
from leadframe.channels.fields import Heading
from leadframe.channels.showing import offered_items, shown_items
from tests.channels.files import HEAD, PROPERTY, faults_of, form, form_with, write

HEADING: dict[str, Any] = {"type": "heading", "label": "About you"}
COMPANY: dict[str, Any] = {"name": "company_name"}
EMAIL: dict[str, Any] = {"name": "email"}
WAITS: dict[str, Any] = HEADING | {"show_when": {"field": "company_name", "filled": True}}
STEPS: dict[str, Any] = {"steps": ("One", "Two")}


def refusal_of(*fields: dict[str, Any], **values: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        form(field=fields, **values)
    return str(refused.value.errors()[0]["msg"]).removeprefix("Value error, ")


def test_a_heading_stands_among_the_fields_and_is_none() -> None:
    both = form_with(HEADING | {"help": "All of it."}, EMAIL, HEADING, COMPANY)

    assert [item.key for item in both.items] == [
        "heading_1",
        "email",
        "heading_2",
        "company_name",
    ]
    assert [field.key for field in both.fields] == ["email", "company_name"]
    assert list(both.places()) == ["email", "company_name", "business_id"]


def test_a_heading_has_the_whole_width_and_may_have_help() -> None:
    (heading, _email) = form_with(HEADING | {"help": "All of it."}, EMAIL).items

    assert isinstance(heading, Heading)
    assert heading.is_wide
    assert dict(heading.texts()) == {
        "label": Text.plain("About you"),
        "help": Text.plain("All of it."),
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", '"about"'),
        ("property", f'"{PROPERTY}"'),
        ("required", "true"),
        ("prefill", "true"),
        ("width", '"half"'),
    ],
)
def test_what_only_a_field_can_say_is_refused(tmp_path: Path, key: str, value: str) -> None:
    heading = f'[[field]]\ntype = "heading"\nlabel = "You"\n{key} = {value}\n'
    content = f'{HEAD}{heading}[[field]]\nname = "email"'

    (fault,) = faults_of(write(tmp_path, "acme", content))

    assert fault.startswith("field[1]")
    assert fault.endswith(
        f".{key}: this does not go with the field's type; it goes with all but heading"
    )


def test_a_heading_says_something(tmp_path: Path) -> None:
    content = HEAD + '[[field]]\ntype = "heading"\n[[field]]\nname = "email"'

    assert faults_of(write(tmp_path, "acme", content)) == [
        'field[1].label: this is missing; add label = "About you"'
    ]


def test_its_words_are_in_the_forms_languages() -> None:
    danish = HEADING | {"label": {"en": "You", "da": "Dig"}}

    assert refusal_of(EMAIL, danish, COMPANY) == (
        'field "heading_1" label: "da" is not in languages; add it there'
    )


@pytest.mark.parametrize(
    ("fields", "steps"),
    [
        ([HEADING], ()),
        ([EMAIL, HEADING], ()),
        ([HEADING, {"property": PROPERTY, "type": "hidden", "value": "x"}], ()),
        ([EMAIL, HEADING, COMPANY | {"step": 2}], ("One", "Two")),
    ],
)
def test_a_heading_over_nothing_is_refused(
    fields: list[dict[str, Any]], steps: tuple[str, ...]
) -> None:
    assert refusal_of(*fields, steps=steps) == (
        'field "heading_1": no field of its step stands below it; move it above one,'
        " give it that one's step, or leave it out"
    )


def test_two_headings_may_share_the_fields_below_them() -> None:
    assert form_with(COMPANY, WAITS, HEADING, EMAIL).items[2].key == "heading_2"


def test_a_heading_alone_makes_no_step() -> None:
    assert "step 2 has no field" in refusal_of(EMAIL, HEADING | {"step": 2}, **STEPS)


def test_a_heading_is_on_a_step_that_there_is() -> None:
    assert 'field "heading_1" step: there is no step 3' in refusal_of(
        EMAIL, COMPANY | {"step": 2}, HEADING | {"step": 3}, **STEPS
    )


def test_a_field_cannot_have_a_headings_id() -> None:
    field = {"name": "heading_1", "property": PROPERTY, "label": "It"}

    assert refusal_of(HEADING, field) == (
        'two fields are called "heading_1"; give one another name'
    )


def test_a_heading_may_wait_for_a_field() -> None:
    items = form_with(COMPANY, WAITS, EMAIL).items

    assert shown_items(items, {}) == {"company_name", "email"}
    assert shown_items(items, {"company_name": ["Acme"]}) == {
        "company_name",
        "heading_1",
        "email",
    }


def test_a_heading_is_offered_on_a_later_step_by_what_was_said_on_an_earlier_one() -> None:
    items = form(field=(COMPANY, WAITS | {"step": 2}, EMAIL | {"step": 2}), **STEPS).items

    assert "heading_1" not in offered_items(items, {})
    assert "heading_1" in offered_items(items, {"company_name": ["Acme"]})


@pytest.mark.parametrize("waiting", [HEADING, EMAIL])
def test_nothing_waits_for_a_heading(waiting: dict[str, Any]) -> None:
    on_a_heading = {"show_when": {"field": "heading_1", "filled": True}}

    assert refusal_of(HEADING, waiting | on_a_heading, COMPANY).endswith(
        'show_when: "heading_1" is a heading; name a field that the visitor fills in'
    )


def test_no_heading_is_guessed_for_a_field_that_is_not_there() -> None:
    waiting = EMAIL | {"show_when": {"field": "headings_1", "filled": True}}

    assert refusal_of(HEADING, waiting, COMPANY).endswith('name one of "company_name"')
