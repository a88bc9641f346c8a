from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from leadframe.channels.showing import offered_items, shown_items
from tests.channels.files import HEAD, OTHER_PROPERTY, PROPERTY, faults_of, form, form_with, write

COMPANY: dict[str, Any] = {"name": "company_name"}
SIZE: dict[str, Any] = {
    "property": PROPERTY,
    "name": "size",
    "label": "Size",
    "type": "radio",
    "options": ("S", "M", "L"),
}
COUNTRY = {"property": OTHER_PROPERTY, "name": "land", "label": "Land", "type": "country"}
DAY = {"property": PROPERTY, "name": "day", "label": "Day", "type": "date"}
HIDDEN = {"property": PROPERTY, "name": "utm", "type": "hidden", "value": "x"}


def waiting(name: str = "notes", **condition: Any) -> dict[str, Any]:
    return {"name": name, "show_when": condition}


def refusal_of(*fields: dict[str, Any], **values: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        form(field=fields, **values)
    return str(refused.value.errors()[0]["msg"]).removeprefix("Value error, ")


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [
        ([COMPANY, waiting(field="company_name", filled=True)], ""),
        ([waiting(field="company_name", filled=True), COMPANY], ""),
        ([SIZE, waiting(field="size", equals="S")], ""),
        ([SIZE, waiting(field="size", any_of=("S", "M"))], ""),
        ([COUNTRY, waiting(field="land", equals="DK")], ""),
        (
            [COMPANY, waiting(field="company_nam", filled=True)],
            'there is no field "company_nam" in this form; did you mean "company_name"?',
        ),
        ([COMPANY, waiting(field="zzz", filled=True)], 'name one of "company_name"'),
        ([waiting(field="notes", filled=True)], "a field cannot wait for itself"),
        ([HIDDEN, waiting(field="utm", filled=True)], '"utm" is hidden; name a field that'),
        (
            [COMPANY, HIDDEN | waiting("utm", field="company_name", filled=True)],
            "a hidden field is never shown; leave it out",
        ),
        ([SIZE, waiting(field="size", equals="XL")], 'its options are "S", "M", "L"'),
        ([SIZE, waiting(field="size", any_of=("S", "XL"))], '"XL" is not an option of "size"'),
        ([COUNTRY, waiting(field="land", equals="Denmark")], 'use its code such as "DK"'),
        ([COMPANY, waiting(field="company_name", equals="x")], "write filled = true"),
        ([DAY, waiting(field="day", filled=True)], "put this one on a later step"),
        (
            [COMPANY | {"required": True}, waiting(field="company_name", filled=True)],
            '"company_name" is required and so always filled in; leave show_when out',
        ),
        (
            [
                waiting("phone", field="notes", filled=True),
                waiting("notes", field="phone", filled=True),
            ],
            '"phone", "notes", "phone"; take show_when from one',
        ),
    ],
)
def test_a_condition_can_be_met_or_is_refused_with_a_remedy(
    fields: list[dict[str, Any]], remedy: str
) -> None:
    if not remedy:
        assert form_with(*fields).fields
    else:
        said = refusal_of(*fields)
        assert said.startswith('field "')
        assert " show_when: " in said
        assert remedy in said


def test_a_condition_is_about_the_same_or_an_earlier_step() -> None:
    first, second = {"steps": ("One", "Two")}, {"step": 2}
    early_day = [{"name": "email"}, DAY, waiting(field="day", filled=True) | second]

    for fields in ([COMPANY, waiting(field="company_name", filled=True) | second], early_day):
        assert form(field=tuple(fields), **first).fields[-1].step == 2
    refused = refusal_of(COMPANY | second, waiting(field="company_name", filled=True), **first)
    assert '"company_name" is on step 2, and this field on step 1 already' in refused


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ('"email"', 'show_when: write a table such as { field = "company_name", filled = true }'),
        ("{ filled = true }", 'show_when.field: this is missing; add field = "company_name"'),
        ('{ field = "email", filed = true }', 'this is not a key; did you mean "filled"?'),
        ('{ field = "email", options = 1 }', "it belongs in|the keys here are"),
        ('{ field = "email" }', 'give one of filled = true, equals = "x" and any_of = ["x", "y"]'),
        ('{ field = "email", filled = true, equals = "x" }', "give one of filled = true"),
        ('{ field = "email", filled = false }', "write filled = true"),
        ('{ field = "email", filled = "yes" }', "filled: write true or false, without quotes"),
        ('{ field = "email", any_of = "x" }', 'any_of: write a list such as ["one", "two"]'),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_by_its_key(
    tmp_path: Path, written: str, remedy: str
) -> None:
    fields = f'[[field]]\nname = "email"\n[[field]]\nname = "notes"\nshow_when = {written}\n'
    (fault,) = faults_of(write(tmp_path, "acme", HEAD + fields))

    assert fault.startswith("field[2] (notes).show_when")
    assert any(part in fault for part in remedy.split("|"))


def test_a_field_is_shown_while_its_condition_holds() -> None:
    fields = form_with(COMPANY, waiting(field="company_name", filled=True)).fields

    assert shown_items(fields, {}) == {"company_name"}
    assert shown_items(fields, {"company_name": [""]}) == {"company_name"}
    assert shown_items(fields, {"company_name": ["Acme"]}) == {"company_name", "notes"}


def test_one_of_several_chosen_values_is_enough() -> None:
    fields = form_with(SIZE, waiting(field="size", any_of=("M", "L"))).fields

    assert "notes" not in shown_items(fields, {"size": ["S"]})
    assert "notes" in shown_items(fields, {"size": ["S", "L"]})


def test_an_answer_that_is_not_shown_itself_counts_for_nothing() -> None:
    fields = form_with(
        COMPANY,
        waiting("phone", field="company_name", filled=True),
        waiting(field="phone", filled=True),
    ).fields

    assert shown_items(fields, {"phone": ["1"]}) == {"company_name"}
    assert len(shown_items(fields, {"phone": ["1"], "company_name": ["Acme"]})) == 3


def test_a_page_offers_what_may_still_be_shown_on_it() -> None:
    fields = form(
        steps=("One", "Two"),
        field=(
            COMPANY,
            waiting("phone", field="company_name", filled=True),
            waiting(field="company_name", filled=True) | {"step": 2},
            {"name": "email", "step": 2},
        ),
    ).fields

    assert offered_items(fields, {}) == {"company_name", "phone", "email"}
    assert "notes" in offered_items(fields, {"company_name": ["Acme"]})
