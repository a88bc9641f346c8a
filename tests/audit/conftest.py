"""The sites whose pages are looked at, and a tab of Chromium to look at them in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.audit.eye import Eye
from tests.audit.scenes import Scenes, running_scenes


@pytest.fixture(scope="package")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """Run the sites once for all tests of this folder."""
    with running_scenes(tmp_path_factory.mktemp("scenes")) as running:
        yield running


@pytest.fixture
def eye(chromium: Browser) -> Iterator[Eye]:
    """Open a tab to look at pages in."""
    with chromium.new_context(reduced_motion="reduce") as context:
        yield Eye(context.new_page())
