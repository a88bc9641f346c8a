"""Tables and pictures where people look at them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "performance.md"
ALT = {
    "rows": "Each benchmark beside its floor: further right is better",
    "curves": "Answers a second, and the 99th percentile of their time, as there is more",
}


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Puts what a run brought into its folder, and into the documentation if told so."""

    results: Path
    docs: bool

    def publish(self, name: str, table: str, picture: str) -> None:
        """Write a table down, with a picture beside it, and show the table at the terminal."""
        click.echo(table)
        self.results.mkdir(parents=True, exist_ok=True)
        (self.results / f"{name}.md").write_text(table, encoding="utf-8")
        (self.results / f"{name}.svg").write_text(picture, encoding="utf-8")
        if self.docs:
            file = DOCS / "images" / f"benchmark-{name}.svg"
            file.write_text(picture, encoding="utf-8")
            shown = f"![{ALT[name]}](images/{file.name})\n\n{table}"
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(between_marks(page, name, shown), encoding="utf-8")


def between_marks(page: str, name: str, text: str) -> str:
    """Return a page with a text in the place that bears its name.

    Raises:
        ValueError: the page has no such place.
    """
    first, last = f"<!-- {name}: written by python -m benchmarks -->", f"<!-- end of {name} -->"
    head, found, rest = page.partition(first)
    _, ended, tail = rest.partition(last)
    if not (found and ended):
        raise ValueError(f"the page has no place for {name}")
    return f"{head}{first}\n{text}{last}{tail}"
