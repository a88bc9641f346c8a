"""What makes one page look different from another."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Literal

from tests.site import EXAMPLES

Scheme = Literal["light", "dark"]

# Forms speak these besides their own; German words are long, and Arabic runs the other way.
LANGUAGES = ("en", "de", "ar")
SLUGS = tuple(sorted(path.stem for path in EXAMPLES.glob("*.toml")))


@dataclass(frozen=True, slots=True)
class Window:
    """How a visitor's browser shows any page."""

    width: int
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}"


SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WINDOWS = tuple(Window(width, scheme) for width, scheme in product((320, 1280), SCHEMES))


@dataclass(frozen=True, slots=True)
class View:
    """One page as one visitor meets it; what is no form's page has no slug."""

    state: str
    slug: str
    language: str
    framed: bool

    def __str__(self) -> str:
        layout = "framed" if self.framed else "hosted"
        return "-".join(filter(None, (self.state, self.slug, self.language, layout)))


def languages_of(slug: str) -> tuple[str, ...]:
    """Return a form's own languages, then those that the audit adds."""
    return tuple(dict.fromkeys((*_file(slug).get("languages", ["en"]), *LANGUAGES)))


def has_steps(slug: str) -> bool:
    """Tell whether a form asks in several steps."""
    return "steps" in _file(slug)


@cache
def _file(slug: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / f"{slug}.toml").read_text(encoding="utf-8"))
