"""Which fields and headings are shown, as a form's answers stand: the one rule for all pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from leadframe.channels.conditions import Condition
from leadframe.channels.fields import FieldDefinition, Heading, ItemDefinition

Answers = Mapping[str, Collection[str]]


def conditions_of(
    item: ItemDefinition, items: Sequence[ItemDefinition]
) -> Iterator[tuple[Condition, FieldDefinition]]:
    """Yield each condition that must hold for an item to be shown, with the field it is about.

    The item's own comes first, then that of the field it is about, and so on: an answer in a
    field that is not shown itself counts for nothing.
    """
    if not item.show_when:
        return
    fields = {each.key: each for each in items if not isinstance(each, Heading)}
    condition: Condition | None = item.show_when
    while condition:
        field = fields[condition.field]
        yield condition, field
        condition = field.show_when


def shown_items(items: Sequence[ItemDefinition], answers: Answers) -> set[str]:
    """Return the keys of what is shown.

    Args:
        items: the form's fields and headings.
        answers: what each field says, by its key; those it does not name say nothing.
    """
    return {
        item.key
        for item in items
        if all(
            condition.holds(answers.get(other.key, ()))
            for condition, other in conditions_of(item, items)
        )
    }


def offered_items(items: Sequence[ItemDefinition], answers: Answers) -> set[str]:
    """Return the keys of what is shown, or may be before its page is left.

    What is on another page cannot change on this one; what is on the same page can.
    """
    return {
        item.key
        for item in items
        if all(
            other.step == item.step or condition.holds(answers.get(other.key, ()))
            for condition, other in conditions_of(item, items)
        )
    }
