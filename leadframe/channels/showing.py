"""Which fields of a form are shown, as its answers stand: the one rule for every page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from leadframe.channels.conditions import Condition
from leadframe.channels.fields import FieldDefinition

Answers = Mapping[str, Collection[str]]


def conditions_of(
    field: FieldDefinition, fields: Sequence[FieldDefinition]
) -> Iterator[tuple[Condition, FieldDefinition]]:
    """Yield each condition that must hold for a field to be shown, with the field it is about.

    The field's own comes first, then that of the field it is about, and so on: an answer in a
    field that is not shown itself counts for nothing.
    """
    if not field.show_when:
        return
    by_key = {each.key: each for each in fields}
    while field.show_when is not None:
        condition, field = field.show_when, by_key[field.show_when.field]
        yield condition, field


def shown_fields(fields: Sequence[FieldDefinition], answers: Answers) -> set[str]:
    """Return the keys of the fields that are shown.

    Args:
        fields: those of the form.
        answers: what each field says, by its key; those it does not name say nothing.
    """
    return {
        field.key
        for field in fields
        if all(
            condition.holds(answers.get(other.key, ()))
            for condition, other in conditions_of(field, fields)
        )
    }


def offered_fields(fields: Sequence[FieldDefinition], answers: Answers) -> set[str]:
    """Return the keys of the fields that are shown, or may be before their page is left.

    What is on another page cannot change on this one; what is on the same page can.
    """
    return {
        field.key
        for field in fields
        if all(
            other.step == field.step or condition.holds(answers.get(other.key, ()))
            for condition, other in conditions_of(field, fields)
        )
    }
