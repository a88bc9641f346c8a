"""Where a channel file is wrong: pydantic's errors as lines for the person who wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from leadframe.channels.fields import FAMILY_CLASSES
from leadframe.channels.remedies import remedy

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def explain(error: ValidationError, values: Mapping[str, Any]) -> list[str]:
    """Return one line for each fault, with its key and its remedy, and no secret.

    Args:
        error: what pydantic found.
        values: the file's values as written; they name the fields.
    """
    faults = error.errors(include_url=False, include_input=False)
    lines = []
    for fault in faults:
        if not _follows_from_another(fault, faults, values):
            key = _key(fault, values)
            lines.append(f"{key}: {remedy(fault, values)}" if key else remedy(fault, values))
    return lines


def _follows_from_another(
    fault: ErrorDetails, faults: Sequence[ErrorDetails], values: Mapping[str, Any]
) -> bool:
    """Tell whether a fault would be gone if another one, told anyway, were mended."""
    place = fault["loc"]
    if fault["type"] == "too_short":  # pydantic counts the good items only
        return any(place == other["loc"][: len(place)] for other in faults if other is not fault)
    # A secret that is written but cannot be had: the loader tells of it.
    return fault["type"] == "missing" and len(place) == 1 and place[0] in values


def _key(fault: ErrorDetails, values: Mapping[str, Any]) -> str:
    """Write a fault's key as a person would: `field[2] (email).options[1]`."""
    key = ""
    for step in _without_tags(fault["loc"]):
        if isinstance(step, int):
            key += f"[{step + 1}]" + (_name_of_field(values, step) if key == "field" else "")
        else:
            key += ("." if key else "") + _quoted(step)
    return f"{key}.type" if fault["type"] == "union_tag_not_found" else key


def _without_tags(place: tuple[int | str, ...]) -> list[int | str]:
    """Drop the tags by which pydantic tells families of fields, and options from groups, apart."""
    tags = {*FAMILY_CLASSES, "option", "group"}
    kept = list(place[:1])
    for before, step in pairwise(place):
        if not (isinstance(before, int) and step in tags):
            kept.append(step)
    return kept


def _name_of_field(values: Mapping[str, Any], index: int) -> str:
    field = values["field"][index]
    name = (field.get("name") or field.get("property")) if isinstance(field, dict) else None
    return f" ({name})" if isinstance(name, str) else ""


def _quoted(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else json.dumps(key)
