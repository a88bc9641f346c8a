"""What to do about a fault in a channel file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from leadframe.channels.fields import FAMILIES
from leadframe.channels.vocabulary import homes_of, keys_of, types_with

# By pydantic's name for the fault; where it says enough itself, nothing stands here.
REMEDIES = {
    "string_type": "write a text in quotes",
    "string_too_short": "this is empty; write a text, or leave it out",
    "bool_type": "write true or false, without quotes",
    "int_type": "write a whole number, without quotes",
    "is_instance_of": "write a number, without quotes",
    "finite_number": "write a number, without quotes",
    "date_type": "write a day such as 2030-12-31, without quotes",
    "time_type": "write a time such as 09:30:00, without quotes",
    "datetime_type": "write a day and a time such as 2030-12-31T09:30:00, without quotes",
    "timezone_naive": "leave out the offset from UTC: no visitor's zone is known",
    "tuple_type": 'write a list such as ["one", "two"]',
    "dict_type": 'write a table such as { source = "Website" }',
}
FIELD_REMEDIES = {
    "tuple_type": "write [[field]], with two brackets, above the keys of each field",
    "too_short": "leave it out to show the standard fields",
}
EXAMPLES = {
    "channel_id": '"${ACME_CHANNEL_ID}"',
    "title": '"Talk to us"',
    "options": '["Small", "Large"]',
    "field": '"company_name"',
    "label": '"About you"',
    "group": '"Sizes"',
    "text": '"I agree to be contacted."',
    "value": '"small"',
}
# How alike two keys must be for one to be a misspelling of the other (difflib's ratio).
ALIKE = 0.75


def remedy(fault: ErrorDetails, values: Mapping[str, Any]) -> str:
    """Return what to do about one of pydantic's faults.

    Args:
        fault: as pydantic describes it.
        values: the file's values as written.
    """
    kind, place = fault["type"], fault["loc"]
    if kind == "extra_forbidden":
        return _about_unknown_key(place)
    if kind == "union_tag_not_found":
        return _about_unknown_type(values["field"][place[1]])
    if kind == "missing":
        return f"this is missing; add {place[-1]} = {EXAMPLES[str(place[-1])]}"
    if kind == "model_type":
        return _about_wrong_table(place)
    if place == ("field",):
        return FIELD_REMEDIES[kind]
    return REMEDIES.get(kind) or _words(fault["msg"])


def _words(message: str) -> str:
    """Return our own validators' words, or pydantic's made a little plainer."""
    message = message.removeprefix("Value error, ")
    return re.sub("^(Input|String|Tuple) should ", "this must ", message)


def _about_unknown_key(place: tuple[int | str, ...]) -> str:
    key = str(place[-1])
    part = tuple(step for step in place[:-1] if isinstance(step, str))
    known = keys_of(part)
    if close := difflib.get_close_matches(key, known, n=1, cutoff=ALIKE):
        return f'this is not a key; did you mean "{close[0]}"?'
    # A field's place ends with its number and family, so it has the file's index in the middle.
    in_a_field = part[:1] == ("field",) and not {"options", "show_when"} & {*part}
    if in_a_field and (types := types_with(key)):
        return f"this does not go with the field's type; it goes with {_named(types)}"
    if homes := homes_of(key):
        return f"this is not a key here; it belongs in {' or '.join(homes)}"
    return f"this is not a key; the keys here are {', '.join(known)}"


def _named(types: Sequence[str]) -> str:
    """Name types of fields, or the others where those are fewer."""
    others = [name for name in FAMILIES if name not in types]
    few = f"all but {', '.join(others)}"
    return few if len(others) < len(types) else ", ".join(types)


def _about_unknown_type(field: Any) -> str:
    if not isinstance(field, dict):
        return FIELD_REMEDIES["tuple_type"]
    given = str(field["type"])
    close = difflib.get_close_matches(given, FAMILIES, n=1, cutoff=ALIKE)
    guess = f' did you mean "{close[0]}"?' if close else ""
    return f'"{given}" is not a type;{guess} the types are {", ".join(FAMILIES)}'


def _about_wrong_table(place: tuple[int | str, ...]) -> str:
    if "options" in place:
        return 'write a text, or a table such as { value = "s", label = "Small" }'
    if place[-1] == "show_when":
        return 'write a table such as { field = "company_name", filled = true }'
    return f"write [{place[0]}] on a line of its own, and its keys below"
