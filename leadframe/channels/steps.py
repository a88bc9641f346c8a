"""The steps of a form, and the fields on each."""

from __future__ import annotations

from collections.abc import Sequence

from leadframe.channels.fields import FieldDefinition, HiddenField
from leadframe.channels.text import Text

FEWEST_STEPS = 2


def check_steps(steps: Sequence[Text], fields: Sequence[FieldDefinition]) -> None:
    """Accept steps that each ask for something, and fields that are on one of them.

    Raises:
        ValueError: they do not fit together; the message says what to do.
    """
    if steps and len(steps) < FEWEST_STEPS:
        raise ValueError("steps: one step is a form of one page; name another, or leave it out")
    for field in fields:
        _check_step_of(field, last=len(steps) or 1)
    asked = {field.step for field in fields if not isinstance(field, HiddenField)}
    for number in range(1, len(steps) + 1):
        if number not in asked:
            raise ValueError(f"steps: step {number} has no field; give one step = {number}")


def _check_step_of(field: FieldDefinition, *, last: int) -> None:
    if field.step > last:
        raise ValueError(
            f'field "{field.key}" step: there is no step {field.step}; name it in steps, at the'
            " top of the file"
        )
    if isinstance(field, HiddenField) and field.step > 1:
        raise ValueError(f'field "{field.key}" step: a hidden field is in all steps; leave it out')
