"""What is wrong with a `lead_external` request, more strictly than the real API says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from leadframe.lead import LEAD_FIELDS

KNOWN_KEYS = {"action", "channel_id", "properties", *LEAD_FIELDS}
PROPERTY_KEYS = {"property_definitions_id", "value"}


def complaints_about(body: dict[str, Any]) -> Iterator[str]:
    """Yield a complaint for each thing in the request that the API's page does not allow.

    Values must be strings that say something; what is empty must be left out, never null.
    """
    yield from (f"unknown key {key!r}" for key in body if key not in KNOWN_KEYS)
    for key in ("channel_id", *LEAD_FIELDS):
        if key in body:
            yield from _about_text(key, body[key])
    if "channel_id" in body and not _is_uuid(body["channel_id"]):
        yield "channel_id is not a uuid"
    if "properties" in body:
        yield from _about_properties(body["properties"])


def _about_text(key: str, value: object) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{key} is {type(value).__name__}, not a string"
    elif not value:
        yield f"{key} is empty"


def _about_properties(properties: object) -> Iterator[str]:
    if not isinstance(properties, list) or not properties:
        yield "properties is not a list with something in it"
        return
    for number, item in enumerate(properties):
        name = f"properties[{number}]"
        if not isinstance(item, dict) or set(item) != PROPERTY_KEYS:
            yield f"{name} has not exactly the keys property_definitions_id and value"
            continue
        if not _is_uuid(item["property_definitions_id"]):
            yield f"{name}.property_definitions_id is not a uuid"
        yield from _about_text(f"{name}.value", item["value"])


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
