from __future__ import annotations

from typing import Any

import pytest

from leadframe.frames.mistakes import mistakes_at_once
from tests.forms.making import PROPERTY, shown

EMAIL = {"name": "email"}
NAME = {"name": "first_name"}
PHONE = {"name": "phone"}
TWO = {"name": "source", "label": "Source", "options": ("A", "B")}


def of_property(**keys: Any) -> dict[str, Any]:
    return {"property": PROPERTY, "name": "it", "label": "It", **keys}


def told(*fields: dict[str, Any]) -> dict[str, str]:
    return mistakes_at_once(shown(*fields).visible_fields)


def required(*fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**field, "required": True} for field in fields]


def test_every_required_field_may_be_left_empty_at_once() -> None:
    three = required(NAME, EMAIL, {**TWO, "type": "radio"})

    assert list(told(*three, PHONE)) == ["first_name", "email", "source"]


def test_where_little_is_required_two_may_be_mistyped() -> None:
    assert set(told(EMAIL, NAME, PHONE)) == {"email", "phone"}
    assert set(told(*required(NAME), EMAIL, PHONE)) == {"first_name", "phone"}


@pytest.mark.parametrize(
    "field",
    [
        NAME,
        {"name": "notes"},
        {**TWO, "type": "select"},
        {**TWO, "type": "multiselect"},
        {"name": "source", "label": "Source", "type": "checkbox"},
        {"name": "terms", "type": "consent", "text": "I agree"},
    ],
)
def test_what_may_be_left_out_and_cannot_be_mistyped_is_never_wrong(field: dict[str, Any]) -> None:
    assert told(field) == {}


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (EMAIL, "Email: enter an address like name@example.com"),
        (of_property(type="url"), "It: enter a web address like https://example.com"),
        (of_property(type="date"), "It: enter a date like 2026-12-31"),
        (of_property(type="number"), "It: type a number like 1250 or 1,250.00"),
        (of_property(type="text", min_length=12), "It: write at least 12 characters"),
        (
            of_property(type="integer", max=123_456_789_012_345),
            "It: enter 123,456,789,012,345 or less",
        ),
    ],
)
def test_the_longest_message_counts(field: dict[str, Any], message: str) -> None:
    assert list(told(field).values()) == [message]
