"""Chromium with script switched off, and the world it moves in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.world import World, running_world
from tests.site import PATIENCE_SECONDS

# Unless told, an expectation is given up after five seconds, which a busy machine may need.
expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a tab of a visitor who has switched script off."""
    with chromium.new_context(java_script_enabled=False, locale="en-GB") as context:
        yield context.new_page()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Run forms whose leads arrive."""
    with running_world(tmp_path) as running:
        yield running


@pytest.fixture(params=["hosted", "framed"])
def framed(request: pytest.FixtureRequest) -> bool:
    """Have a test run at the form's own link and in a partner's frame."""
    return bool(request.param == "framed")
