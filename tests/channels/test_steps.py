from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from leadframe.channels import FormDefinition, Text
from tests.channels.files import HEAD, PROPERTY, faults_of, form, write

EMAIL: dict[str, Any] = {"name": "email"}
NOTES: dict[str, Any] = {"name": "notes", "step": 2}


def stepped(*fields: dict[str, Any], **values: Any) -> FormDefinition:
    return form(**{"steps": ("One", "Two"), "field": fields or (EMAIL, NOTES), **values})


def refusal_of(*fields: dict[str, Any], **values: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        stepped(*fields, **values)
    return str(refused.value.errors()[0]["msg"]).removeprefix("Value error, ")


def test_a_form_has_one_page_unless_it_names_steps() -> None:
    assert form().steps == ()
    assert form().check_page is None
    assert {field.step for field in form().fields} == {1}


def test_steps_have_names_and_fields_their_step() -> None:
    both = stepped()

    assert both.steps == (Text.plain("One"), Text.plain("Two"))
    assert [field.step for field in both.fields] == [1, 2]


def test_all_answers_are_shown_after_the_last_step_unless_the_file_says_no() -> None:
    assert stepped().check_page == 3
    assert stepped(check_answers=False).check_page is None


@pytest.mark.parametrize(
    ("fields", "values", "remedy"),
    [
        ([], {"steps": ("One",)}, "steps: one step is a form of one page; name another"),
        ([EMAIL], {}, "steps: step 2 has no field; give one step = 2"),
        ([NOTES], {}, "steps: step 1 has no field; give one step = 1"),
        (
            [EMAIL, NOTES | {"step": 3}],
            {},
            'field "notes" step: there is no step 3; name it in steps',
        ),
        ([EMAIL, NOTES], {"steps": ()}, 'field "notes" step: there is no step 2'),
        (
            [
                EMAIL,
                NOTES,
                {"property": PROPERTY, "name": "utm", "type": "hidden", "value": "x", "step": 2},
            ],
            {},
            'field "utm" step: a hidden field is in all steps; leave it out',
        ),
        (
            [EMAIL],
            {"steps": (), "check_answers": False},
            "check_answers goes with steps only; leave it out",
        ),
        ([], {"steps": ({"da": "En"}, "Two")}, 'steps[1]: "da" is not in languages; add it there'),
    ],
)
def test_steps_that_cannot_be_taken_are_refused_with_a_remedy(
    fields: list[dict[str, Any]], values: dict[str, Any], remedy: str
) -> None:
    assert refusal_of(*fields, **values).startswith(remedy)


def test_a_hidden_field_alone_makes_no_step() -> None:
    hidden = {"property": PROPERTY, "name": "utm", "type": "hidden", "value": "x"}

    assert "step 1 has no field" in refusal_of(hidden, NOTES)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('steps = "About you"', 'steps: write a list such as ["one", "two"]'),
        ('steps = ["One", 2]', "steps[2]: give a text, or a table by language"),
        ('[[field]]\nname = "email"\nstep = "2"', "field[1] (email).step: write a whole number"),
        ('[[field]]\nname = "email"\nstep = 0', "field[1] (email).step: this must be greater"),
        ("check_answers = 1", "check_answers: write true or false, without quotes"),
    ],
)
def test_faults_name_the_key(tmp_path: Path, content: str, fault: str) -> None:
    (line, *_) = faults_of(write(tmp_path, "acme", HEAD + content))

    assert line.startswith(fault)
