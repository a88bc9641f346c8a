from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app import create_app
from leadframe.sandbox import Mode
from leadframe.web import Preview
from tests.browser.states import STATES
from tests.browser.world import World, running_world
from tests.site import served

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 800
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def lasting_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Run one world for all states; a lead that hangs there does so until the end."""
    folder = tmp_path_factory.mktemp("world")
    with running_world(folder, DEADLINE_SECONDS="20", WAIT_SECONDS="0.2") as world:
        yield world


@pytest.fixture
def measured(chromium: Browser) -> Iterator[Page]:
    """Open a tab with script, which only axe uses: no page of ours has any."""
    with chromium.new_context(locale="en-GB", reduced_motion="reduce") as context:
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, with the element it found it at."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def faults_of(page: Page) -> dict[str, list[str]]:
    """Look at a page at every width and in every scheme."""
    faults = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if overflow := page.evaluate(OVERFLOW):
            faults[f"{width} px"] = [f"{overflow} px too wide"]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if found := violations(page):
                faults[f"{width} px, {scheme}"] = found
    return faults


@pytest.mark.parametrize("state", STATES)
def test_every_page_is_accessible_and_fits(
    measured: Page, lasting_world: World, state: str
) -> None:
    STATES[state](measured, lasting_world)
    assert faults_of(measured) == {}


def test_the_preview_is_accessible_and_fits(measured: Page, lasting_world: World) -> None:
    sandbox = lasting_world.site.sandbox
    preview = Preview(
        received=lambda: sandbox.received,
        modes=tuple(Mode),
        mode=lambda: sandbox.mode,
        set_mode=lambda mode: setattr(sandbox, "mode", mode),
    )
    with served(create_app(backend=lasting_world.site.backend, preview=preview)) as url:
        measured.goto(url)
        assert faults_of(measured) == {}


def test_the_eye_that_judges_them_sees(measured: Page) -> None:
    measured.set_content("<title>A page</title><input><p style='width: 2000px'>Wide")
    assert {"320 px", "320 px, light", "1280 px, dark"} <= faults_of(measured).keys()
