from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World, activate, frame_of

pytestmark = pytest.mark.browser

LEAST = 480
TRIES, TRY_MS = 20, 500
CONTENT_HEIGHT = "document.documentElement.getBoundingClientRect().height"


def frame_height(page: Page) -> float:
    box = page.locator("iframe").bounding_box()
    assert box is not None
    return box["height"]


def heights_that_fit(page: Page) -> re.Pattern[str]:
    """Return how high the frame may be: as its content, rounded either way, if not at its least."""
    content = max(LEAST, float(frame_of(page).evaluate(CONTENT_HEIGHT)))
    return re.compile(f"^({int(content)}|{int(content) + 1})px$")


def expect_the_frame_to_fit(page: Page) -> None:
    """Measure its content again and again: it may still be laid out for another width."""
    frame = page.locator("iframe")
    expect(frame).to_be_visible()
    for _ in range(TRIES):
        with suppress(AssertionError):
            expect(frame).to_have_css("height", heights_that_fit(page), timeout=TRY_MS)
            return
    expect(frame).to_have_css("height", heights_that_fit(page))


def test_a_page_that_is_not_listed_cannot_frame_the_form(page: Page, world: World) -> None:
    refusals: list[str] = []
    page.on("console", lambda message: refusals.append(message.text))
    page.goto(f"{world.stranger}/garden/contact")
    expect(frame_of(page).get_by_label("Email")).to_have_count(0)
    assert any("frame-ancestors" in refusal for refusal in refusals)


def test_the_frame_grows_to_its_form(page: Page, world: World) -> None:
    world.visit(page, "all-fields", framed=True)
    expect_the_frame_to_fit(page)
    assert frame_height(page) > 1000


def test_the_frame_grows_with_the_mistakes_and_shrinks_to_the_outcome(
    page: Page, world: World
) -> None:
    frame = world.visit(page, "contact", framed=True)
    expect_the_frame_to_fit(page)
    before = frame_height(page)
    activate(frame.locator("button"))
    expect(frame.get_by_text("There is a problem")).to_be_visible()
    expect_the_frame_to_fit(page)
    assert frame_height(page) > before
    frame.get_by_label("Email").fill("ada@example.com")
    activate(frame.locator("button"))
    expect(frame.get_by_role("link", name="Send another")).to_be_visible()
    expect_the_frame_to_fit(page)
    assert frame_height(page) < before


def test_the_outcome_has_the_focus_and_is_in_view(page: Page, world: World) -> None:
    frame = world.visit(page, "all-fields", framed=True)
    activate(frame.locator("button"))
    expect(frame.locator("#result")).to_be_focused()
    expect(frame.locator("#result")).to_be_in_viewport()


def test_a_frame_is_dark_for_those_who_like_it_dark(page: Page, world: World) -> None:
    page.emulate_media(color_scheme="dark")
    frame = world.visit(page, "contact", framed=True)
    expect(frame.locator("h1")).to_have_css("color", "rgb(238, 241, 246)")


def test_a_form_may_be_dark_in_a_light_world(page: Page, world: World) -> None:
    page.goto(f"{world.forms}/f/contact?theme=dark")
    expect(page.locator("h1")).to_have_css("color", "rgb(238, 241, 246)")
