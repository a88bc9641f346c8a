"""What all parts of a channel file have in common: frozen, and no key unknown."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A part of a channel file: frozen, strictly typed, with no unknown key."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        arbitrary_types_allowed=True,
    )


def http_link(value: str) -> str:
    """Accept an absolute http or https address, for links a visitor may follow.

    Raises:
        ValueError: it is something else, such as `javascript:`.
    """
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f'"{value}" is not a web address; start it with https://')
    return value
