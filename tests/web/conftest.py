"""A visitor's browser."""

from __future__ import annotations

import pytest

from tests.pages import Browser
from tests.site import Site
from tests.web.world import house_of


@pytest.fixture
def browser(site: Site) -> Browser:
    """Return the browser of a visitor to the running site."""
    return Browser(house_of(site))
