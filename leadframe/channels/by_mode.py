"""What a theme may say for light pages and for dark ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Mode = Literal["light", "dark"]
MODES: tuple[Mode, ...] = ("light", "dark")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ByMode(Generic[Value]):
    """A value for light pages, one for dark pages, or both."""

    light: Value | None = None
    dark: Value | None = None

    def own(self, mode: Mode) -> Value | None:
        """Return the value for a mode, if there is one."""
        return self.light if mode == "light" else self.dark

    def other(self, mode: Mode) -> Value | None:
        """Return the value for the other mode, if there is one."""
        return self.dark if mode == "light" else self.light

    def nearest(self, mode: Mode) -> Value | None:
        """Return the value for a mode, or else the one there is."""
        return self.other(mode) if self.own(mode) is None else self.own(mode)

    def given(self) -> Iterator[tuple[Mode, Value]]:
        """Yield each mode that has a value, with it."""
        for mode in MODES:
            if (value := self.own(mode)) is not None:
                yield mode, value


def read_by_mode(value: object, read: Callable[[str], Value], *, remedy: str) -> ByMode[Value]:
    """Read a table such as { light = "a", dark = "b" }.

    Args:
        value: the table; one of the two may be missing.
        read: turns each text into a value, or raises ValueError.
        remedy: what to write instead of something else.

    Raises:
        ValueError: it is no such table, or a text in it cannot be read.
    """
    if not isinstance(value, dict) or not value or not value.keys() <= set(MODES):
        raise ValueError(remedy)
    if not all(isinstance(text, str) for text in value.values()):
        raise ValueError(remedy)
    return ByMode(**{mode: read(text) for mode, text in value.items()})
