"""The steps of a form, and what stands on each."""

from __future__ import annotations

from collections.abc import Sequence

from leadframe.channels.fields import Heading, HiddenField, ItemDefinition
from leadframe.channels.text import Text

FEWEST_STEPS = 2


def check_steps(steps: Sequence[Text], items: Sequence[ItemDefinition]) -> None:
    """Accept steps that each ask for something, and items that are on one of them.

    Raises:
        ValueError: they do not fit together; the message says what to do.
    """
    if steps and len(steps) < FEWEST_STEPS:
        raise ValueError("steps: one step is a form of one page; name another, or leave it out")
    for item in items:
        _check_step_of(item, last=len(steps) or 1)
    asked = _steps_that_ask(items)
    for number in range(1, len(steps) + 1):
        if number not in asked:
            raise ValueError(f"steps: step {number} has no field; give one step = {number}")
    for place, item in enumerate(items):
        if isinstance(item, Heading):
            _check_below(item, items[place:])


def _steps_that_ask(items: Sequence[ItemDefinition]) -> set[int]:
    return {item.step for item in items if not isinstance(item, HiddenField | Heading)}


def _check_step_of(item: ItemDefinition, *, last: int) -> None:
    if item.step > last:
        raise ValueError(
            f'field "{item.key}" step: there is no step {item.step}; name it in steps, at the'
            " top of the file"
        )
    if isinstance(item, HiddenField) and item.step > 1:
        raise ValueError(f'field "{item.key}" step: a hidden field is in all steps; leave it out')


def _check_below(heading: Heading, items: Sequence[ItemDefinition]) -> None:
    if heading.step not in _steps_that_ask(items):
        raise ValueError(
            f'field "{heading.key}": no field of its step stands below it; move it above one,'
            " give it that one's step, or leave it out"
        )
