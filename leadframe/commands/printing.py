"""Makes text and times fit for a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON in which nothing can command a terminal.

    JSON itself escapes the oldest control characters only, not those above them, nor those that
    turn the direction of the writing.
    """
    return _escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def plain_text(text: str) -> str:
    """Return a text on one line in which nothing can command a terminal."""
    return _escaped(text).replace("\n", r"\n")


def time_text(seconds: float | None) -> str | None:
    """Return a moment, given in Unix seconds, as ISO 8601 in UTC, to the second."""
    if seconds is None:
        return None
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _escaped(text: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\n" else json.dumps(letter)[1:-1]
        for letter in text
    )
