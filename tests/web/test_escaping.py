from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.site import Site

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
# Our own stylesheets, which a style element takes as they are; no "</style" gets into one.
STYLES = "<style>{{ stylesheet.css | safe }}</style>"
UNESCAPED = re.compile(r"\|\s*(safe|forceescape)\b|autoescape|Markup")


def test_there_are_templates_and_every_one_is_escaped(site: Site) -> None:
    assert TEMPLATES
    for file in TEMPLATES:
        assert site.app.select_jinja_autoescape(file.name), file


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.name))
def test_no_template_goes_around_it(file: Path) -> None:
    assert not UNESCAPED.search(file.read_text(encoding="utf-8").replace(STYLES, ""))
