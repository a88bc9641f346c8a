"""Conditions that can be met, and that a browser can follow."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from babel import Locale

from leadframe.channels.choice_fields import ChoiceField, CodeField
from leadframe.channels.conditions import Condition
from leadframe.channels.fields import FieldDefinition, Heading, HiddenField, ItemDefinition
from leadframe.channels.moment_fields import MomentField

CODE_LENGTH = 2
MOST_NAMED = 10

Items = Mapping[str, ItemDefinition]


def check_conditions(items: Sequence[ItemDefinition]) -> None:
    """Accept conditions on other fields of the form, seen by the visitor no later than theirs.

    Raises:
        ValueError: one is something else; the message says what to do.
    """
    by_key = {item.key: item for item in items}
    for item in items:
        if fault := _fault_of(item, by_key):
            raise ValueError(f'field "{item.key}" show_when: {fault}')


def _fault_of(item: ItemDefinition, items: Items) -> str:
    """Return what is wrong with an item's condition and what to do, or ""."""
    if not (condition := item.show_when):
        return ""
    if isinstance(item, HiddenField):
        return "a hidden field is never shown; leave it out"
    if not (other := items.get(condition.field)):
        fields = [each.key for each in items.values() if not isinstance(each, Heading)]
        return _unknown(condition.field, [key for key in fields if key != item.key])
    if isinstance(other, Heading):
        return f'"{other.key}" is a heading; name a field that the visitor fills in'
    if other is item:
        return "a field cannot wait for itself; name another one"
    return (
        _fault_of_pair(item, other)
        or _fault_of_values(condition, other)
        or _circle(item, items)
        or _idle(condition, other)
    )


def _unknown(key: str, keys: Sequence[str]) -> str:
    close = difflib.get_close_matches(key, keys, n=1)
    guess = f'did you mean "{close[0]}"?' if close else f"name one of {_quoted(keys)}"
    return f'there is no field "{key}" in this form; {guess}'


def _fault_of_pair(item: ItemDefinition, other: FieldDefinition) -> str:
    if isinstance(other, HiddenField):
        return f'"{other.key}" is hidden; name a field that the visitor sees'
    if other.step > item.step:
        return (
            f'"{other.key}" is on step {other.step}, and this field on step {item.step} already;'
            " move one of the two"
        )
    # No selector tells whether a picker is empty (Selectors 4).
    if isinstance(other, MomentField) and other.step == item.step:
        return (
            f'a browser does not tell whether the {other.type} "{other.key}" is filled in;'
            " name another field, or put this one on a later step"
        )
    return ""


def _fault_of_values(condition: Condition, other: FieldDefinition) -> str:
    for value in condition.values:
        if isinstance(other, ChoiceField):
            options = [option.value for option in other.all_options]
            if value not in options:
                named = _quoted(options)
                return f'"{value}" is not an option of "{other.key}"; its options are {named}'
        elif isinstance(other, CodeField):
            if len(value) != CODE_LENGTH or value not in _known_codes(other.type):
                like = '"DK"' if other.type == "country" else '"da"'
                return f'"{value}" is not a {other.type}; use its code such as {like}'
        else:
            return f'"{other.key}" offers nothing to choose from; write filled = true'
    return ""


def _known_codes(kind: str) -> Collection[str]:
    english = Locale("en")
    return english.territories if kind == "country" else english.languages


def _circle(item: ItemDefinition, items: Items) -> str:
    way = [item.key]
    while (each := items.get(way[-1])) and each.show_when:
        if each.show_when.field in way:
            named = _quoted([*way, each.show_when.field])
            return f"these fields wait for each other: {named}; take show_when from one"
        way.append(each.show_when.field)
    return ""


def _idle(condition: Condition, other: FieldDefinition) -> str:
    """Find a condition that always holds."""
    if condition.filled and other.required and not other.show_when:
        return (
            f'"{other.key}" is required and so always filled in; leave show_when out, or'
            f' required of "{other.key}"'
        )
    return ""


def _quoted(keys: Sequence[str]) -> str:
    more = ", ..." if len(keys) > MOST_NAMED else ""
    return ", ".join(f'"{key}"' for key in keys[:MOST_NAMED]) + more
