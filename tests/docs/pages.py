"""The documentation's pages, taken apart for tests."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs"


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def pages() -> dict[Path, str]:
    """Return every page for people, by its file."""
    files = [*ROOT.glob("*.md"), *FOLDER.rglob("*.md")]
    return {file: file.read_text(encoding="utf-8") for file in sorted(files)}


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of every table row but the headings' rules."""
    lines = [line for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
