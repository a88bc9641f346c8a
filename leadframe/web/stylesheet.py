"""A stylesheet: made small once, and known to the policy by its hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import rcssmin

# Tokens first: everything after them only uses what they define. Media last: it changes the rest.
FILES = ("tokens", "page", "fields", "messages", "media")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """CSS that a page carries inline, and the CSP source expression that allows it."""

    css: str
    source: str

    @classmethod
    def of(cls, rules: str) -> Self:
        """Minify rules and hash them as a browser hashes a style element's text (CSP 3, 8.4)."""
        css = str(rcssmin.cssmin(rules))
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        return cls(css, f"'sha256-{digest}'")

    @classmethod
    def read(cls, folder: Path, files: tuple[str, ...] = FILES) -> Self:
        """Join the files of a folder."""
        whole = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in files)
        return cls.of(whole)
