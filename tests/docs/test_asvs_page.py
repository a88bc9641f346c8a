"""Every test that docs/asvs.md names exists."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, page

NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", page("asvs.md"))))


def test_tests_are_named() -> None:
    assert len(NAMED) > 20


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_named_test_exists(file: str, name: str) -> None:
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")

    assert re.search(rf"^ *def {name}\(", source, re.MULTILINE)
