"""The pages hang together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import FOLDER, ROOT, pages

LINK = re.compile(r"\]\(([^)\s]+)\)")
PAGES = pages()
DECISIONS = sorted((FOLDER / "decisions").glob("[0-9]*.md"))
WEB = ("https://", "http://", "mailto:")


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> list[tuple[Path, str]]:
    found = [(path, link) for path, text in PAGES.items() for link in LINK.findall(text)]
    local = [(path, link) for path, link in found if not link.startswith(WEB)]
    return [(path, link) for path, link in local if f"({link})" in without_code(PAGES[path])]


@pytest.mark.parametrize(("path", "link"), links(), ids=str)
def test_every_link_and_image_leads_somewhere(path: Path, link: str) -> None:
    target, _, anchor = link.partition("#")
    file = (path.parent / target).resolve() if target else path

    assert file.exists()
    assert not anchor or anchor in anchors(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: str(page.name))
def test_the_readme_leads_to_every_page(page: Path) -> None:
    assert f"(docs/{page.name})" in PAGES[ROOT / "README.md"]


@pytest.mark.parametrize("record", DECISIONS, ids=lambda record: str(record.name))
def test_every_decision_is_listed_and_has_its_parts(record: Path) -> None:
    text = PAGES[record]
    title = text.splitlines()[0]

    assert f"({record.name})" in PAGES[FOLDER / "decisions" / "README.md"]
    assert re.fullmatch(rf"# {int(record.name[:4])}\. .+", title)
    for part in ("Context.", "Options.", "Decision.", "Consequences."):
        assert f"**{part}**" in text


def test_the_changelog_keeps_a_changelog() -> None:
    headings = re.findall(r"^(#+) (.+)$", PAGES[ROOT / "CHANGELOG.md"], re.MULTILINE)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    release = r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d"

    assert headings[0] == ("#", "Changelog")
    assert headings[1] == ("##", "[Unreleased]")
    for level, heading in headings[1:]:
        assert (level == "##" and re.fullmatch(release, heading)) or (
            level == "###" and heading in kinds
        )
