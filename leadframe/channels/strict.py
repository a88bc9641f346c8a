"""What all parts of a channel file have in common: frozen, and no key unknown."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from leadframe.links import is_web_link

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Strict(BaseModel):
    """A part of a channel file: frozen, strictly typed, with no unknown key."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
        # Most parts are only ever read as parts of a whole: that alone is made ready, once.
        defer_build=True,
    )


def is_uuid(value: str) -> bool:
    """Tell whether a text is a uuid as the CRM writes it: in lower case, with its dashes.

    Only that one spelling is taken, so that two keys for one place cannot look different.
    """
    return bool(UUID.fullmatch(value))


def http_link(value: str) -> str:
    """Accept an absolute http or https address, for links a visitor may follow.

    Raises:
        ValueError: it is something else, such as `javascript:`.
    """
    if not is_web_link(value):
        raise ValueError(f'"{value}" is not a web address; start it with https://')
    return value
