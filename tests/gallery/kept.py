"""What is kept of the gallery: its page, and a digest of what each picture showed when taken."""

from __future__ import annotations

import json

from tests.docs.pages import FOLDER
from tests.gallery.pictures import IMAGES, SECTIONS, Picture, Section

PAGE = FOLDER / "gallery.md"
DIGESTS = IMAGES / "digests.json"
HEAD = """\
# Gallery

Every example form and what else a visitor meets, in Chromium, with script switched off.
`make gallery` takes these pictures and writes this page; a test fails as soon as a page is no
longer what its picture shows.
"""
COLUMNS = 2


def gallery_page() -> str:
    """Return the page of all pictures."""
    return "\n".join([HEAD, *map(_section, SECTIONS)])


def read_digests() -> dict[str, str]:
    """Return the digest that each picture had when it was taken."""
    digests: dict[str, str] = json.loads(DIGESTS.read_text(encoding="utf-8"))
    return digests


def write_digests(digests: dict[str, str]) -> None:
    """Keep the digests of all pictures."""
    DIGESTS.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _section(section: Section) -> str:
    rows = [
        section.pictures[start : start + COLUMNS]
        for start in range(0, len(section.pictures), COLUMNS)
    ]
    return "\n".join([f"## {section.title}\n", f"{section.text}\n", *map(_table, rows)])


def _table(pictures: tuple[Picture, ...]) -> str:
    captions = " | ".join(picture.caption for picture in pictures)
    images = " | ".join(
        f"![{_told(picture)}](images/gallery/{picture}.webp)" for picture in pictures
    )
    return f"| {captions} |\n{'|---' * len(pictures)}|\n| {images} |\n"


def _told(picture: Picture) -> str:
    """Return a picture's words for those who do not see it."""
    return f"{picture.view.state} {picture.view.slug}, {picture.caption}"
