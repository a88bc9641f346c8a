"""Conditional fields and headings in CSS: they come and go at once with what fields say.

Where browsers do not know `:has()`, everything is shown, with a note on when it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from leadframe.channels import FormDefinition
from leadframe.channels.choice_fields import CodeField
from leadframe.channels.conditions import Condition
from leadframe.channels.fields import (
    CheckboxField,
    ChoiceField,
    ConsentField,
    FieldDefinition,
    Heading,
    ItemDefinition,
    NumberField,
    TextField,
)
from leadframe.channels.showing import conditions_of

HIDE = ".form:not(:has({answer})) {item} {{ display: none; }}"
# As .visually-hidden: the note is read out, and takes no room.
NOTE = (
    ".condition { position: absolute; width: 1px; height: 1px; overflow: hidden;"
    " clip-path: inset(50%); white-space: nowrap; }"
)
UNQUOTED = re.compile(r"[^A-Za-z0-9_-]")


def condition_rules(definition: FormDefinition) -> str:
    """Return the rules that show and hide a form's items; none where none is conditional."""
    # A field of an earlier page cannot change on this one: the server has decided.
    rules = [
        HIDE.format(answer=_answer(condition, other), item=_box(item))
        for item in definition.items
        for condition, other in conditions_of(item, definition.items)
        if other.step == item.step
    ]
    return "\n".join(["@supports selector(:has(*)) {", NOTE, *rules, "}"]) if rules else ""


def _box(item: ItemDefinition) -> str:
    """Return a selector of what is shown and hidden."""
    if isinstance(item, Heading):
        return f"#{item.key}"
    return f".field:has([name={_string(item.key)}])"


def _answer(condition: Condition, other: FieldDefinition) -> str:
    """Return a selector of what tells that a condition holds."""
    return SELECTORS[type(other)](f"[name={_string(other.key)}]", condition, other)


def _typed(name: str, _condition: Condition, _other: FieldDefinition) -> str:
    # Every such input has a placeholder, if an empty-looking one: see forms.typed_makers.
    return f".input{name}:not(:placeholder-shown)"


def _ticked(name: str, _condition: Condition, _other: FieldDefinition) -> str:
    return f"{name}:checked"


def _chosen(name: str, condition: Condition, other: FieldDefinition) -> str:
    is_list = other.type in {"select", "country", "language"}
    picked = f"{name} option" if is_list else name
    if condition.values:
        values = (f"{picked}[value={_string(value)}]:checked" for value in condition.values)
        return ", ".join(values)
    selectors = [f'{picked}:checked:not([value=""])']
    if getattr(other, "other", False):
        selectors.append(f"{name}[type=text]:not(:placeholder-shown)")
    return ", ".join(selectors)


SELECTORS: dict[type, Callable[[str, Condition, FieldDefinition], str]] = {
    TextField: _typed,
    NumberField: _typed,
    CheckboxField: _ticked,
    ConsentField: _ticked,
    ChoiceField: _chosen,
    CodeField: _chosen,
}


def _string(text: str) -> str:
    r"""Quote a text for a selector (CSS Syntax 3, 4.3.7), and for a style element around it.

    Six digits end an escape by themselves; `</style` would end the element.
    """
    return '"' + UNQUOTED.sub(lambda found: f"\\{ord(found[0]):06x}", text) + '"'
