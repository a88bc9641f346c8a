"""The documentation's pages, taken apart for tests."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of every table row but the headings' rules."""
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
