"""Pages on paper, in strong colours, without motion and with large text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.audit.eye import OVERFLOW
from tests.browser.world import World, running_world

pytestmark = pytest.mark.browser

# WCAG 2.2, 2.5.8 asks for 24 px; a finger is happier with 44.
LEAST_TARGET, GOOD_TARGET = 24, 44
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"
STYLE = "(element, property) => getComputedStyle(element).getPropertyValue(property)"
# What is laid out larger than it is shown, and so cut off.
CLIPPED = """() => [...document.querySelectorAll("main *")].filter(element =>
  !element.closest(".visually-hidden, svg, select, option") &&
  getComputedStyle(element).overflow !== "visible" &&
  (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
).map(element => element.outerHTML)"""
SMALL_TARGETS = """(least) => [...document.querySelectorAll("button, .input, .choice, .button")]
  .filter(element => element.checkVisibility())
  .map(element => [element.className, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < least || box.height < least)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


@pytest.fixture(scope="module")
def lasting_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Run one world for all tests; a lead that hangs there does so until the end."""
    folder = tmp_path_factory.mktemp("world")
    with running_world(folder, DEADLINE_SECONDS="20", WAIT_SECONDS="0.2") as world:
        yield world


@pytest.fixture
def seen(chromium: Browser) -> Iterator[Page]:
    """Open a tab with script, which only we use to measure: no page of ours has any."""
    with chromium.new_context(locale="en-GB") as context:
        yield context.new_page()


def form(page: Page, world: World, slug: str = "contact", layout: str = "") -> None:
    page.goto(f"{world.forms}/f/{slug}{layout}")


def errors(page: Page, world: World, slug: str, layout: str = "") -> None:
    form(page, world, slug, layout)
    page.locator("form button").click()
    page.get_by_text("There is a problem").wait_for()


def outcome(page: Page, world: World, *, email: str, heading: str) -> None:
    """Send a lead; the sandbox does as its address says."""
    form(page, world)
    page.get_by_label("Email").fill(email)
    page.locator("form button").click()
    page.get_by_role("heading", name=heading).wait_for()


def delivered(page: Page, world: World) -> None:
    outcome(page, world, email="ada@example.com", heading="Thank you for writing")


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, with the element it found it at."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def style(element: Locator, name: str) -> str:
    return str(element.first.evaluate(STYLE, name))


# Large text


def expect_large_text_to_fit(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize(
    ("slug", "layout"), [("all-fields", ""), ("event", "/embed"), ("workshop", "")]
)
def test_a_form_with_text_twice_as_large_fits_a_page_at_400_percent(
    seen: Page, lasting_world: World, slug: str, layout: str
) -> None:
    errors(seen, lasting_world, slug, layout)

    expect_large_text_to_fit(seen)


def test_an_outcome_with_text_twice_as_large_fits_a_page_at_400_percent(
    seen: Page, lasting_world: World
) -> None:
    delivered(seen, lasting_world)

    expect_large_text_to_fit(seen)


@pytest.mark.parametrize(
    ("slug", "least"), [("all-fields", GOOD_TARGET), ("workshop", LEAST_TARGET)]
)
def test_what_is_pressed_is_large_enough(
    seen: Page, lasting_world: World, slug: str, least: int
) -> None:
    seen.set_viewport_size({"width": 320, "height": 640})
    form(seen, lasting_world, slug)

    assert seen.evaluate(SMALL_TARGETS, least) == []
    assert seen.evaluate(SMALL_TARGETS, 1000) != []


def test_the_whole_row_of_a_choice_can_be_pressed_and_its_links_still_lead(
    seen: Page, lasting_world: World
) -> None:
    form(seen, lasting_world, "workshop")
    row = seen.locator(".choice").filter(has_text="Thursday")
    row.click(position={"x": 2, "y": 2})
    expect(seen.get_by_label("Thursday")).to_be_checked()

    link = seen.get_by_role("link", name="privacy notice")
    link.click(trial=True)
    expect(seen.get_by_label("I agree")).not_to_be_checked()


# Strong colours


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_every_state_is_told_by_a_line(
    seen: Page, lasting_world: World, scheme: Literal["light", "dark"]
) -> None:
    seen.emulate_media(forced_colors="active", color_scheme=scheme)
    errors(seen, lasting_world, "workshop")
    wrong, right = seen.get_by_label("First name"), seen.get_by_label("Last name")

    assert style(wrong, "outline-style") == "dashed"
    assert style(right, "outline-style") == "none"
    for control in (wrong, seen.get_by_label("Tuesday"), seen.get_by_role("button")):
        control.focus()
        seen.keyboard.press("Shift")
        assert (style(control, "outline-style"), style(control, "outline-width")) == (
            "solid",
            "3px",
        )
    seen.get_by_label("Tuesday").check()
    rows = seen.locator(".choice")
    assert [style(rows.nth(place), "outline-style") for place in (0, 1)] == ["solid", "none"]
    for line in (".summary", ".button", "main"):
        assert style(seen.locator(line), "border-top-style") == "solid"
    assert violations(seen) == []


def test_in_forced_colours_an_outcome_has_its_sign(seen: Page, lasting_world: World) -> None:
    seen.emulate_media(forced_colors="active", color_scheme="dark")
    delivered(seen, lasting_world)
    badge = seen.locator(".badge")

    assert style(badge, "border-top-style") == "solid"
    sign, ground = style(badge.locator("svg"), "stroke"), style(badge, "background-color")
    assert sign != ground


@pytest.mark.parametrize("slug", ["contact", "workshop"])
def test_who_asks_for_more_contrast_gets_it_in_any_theme(
    seen: Page, lasting_world: World, slug: str
) -> None:
    form(seen, lasting_world, slug)
    ink, intro = style(seen.locator("h1"), "color"), seen.locator(".intro")
    assert style(intro, "color") != ink

    seen.emulate_media(contrast="more")
    assert style(intro, "color") == ink
    # A colour that changes takes a moment.
    expect(seen.get_by_label("Email")).to_have_css("border-top-color", ink)


# Motion


def test_who_asks_for_less_motion_sees_none(seen: Page, lasting_world: World) -> None:
    outcome(seen, lasting_world, email="sandbox+hang@example.com", heading="Sending")
    # Its Refresh header would lead the page itself on.
    copy = seen.content()
    seen.goto("about:blank")
    seen.set_content(copy)
    sign = seen.locator(".badge svg")
    assert style(sign, "animation-name") == "turn"

    seen.emulate_media(reduced_motion="reduce")
    assert style(sign, "animation-name") == "none"
    assert style(seen.locator("a"), "transition-duration") in {"0s", ""}


# Paper


@pytest.mark.parametrize("slug", ["all-fields", "workshop"])
def test_a_form_is_printed_whole_and_dark_on_white(
    seen: Page, lasting_world: World, slug: str
) -> None:
    seen.emulate_media(color_scheme="dark")
    form(seen, lasting_world, slug)
    story = "It was my aunt's.\n" * 60
    seen.locator("textarea").fill(story)
    words = seen.locator("main").inner_text().split()

    seen.emulate_media(media="print")
    seen.set_viewport_size({"width": 680, "height": 900})
    printed = seen.locator("main").inner_text().split()
    left_out = [word for word in words if word not in printed]

    assert seen.evaluate(CLIPPED) == []
    assert set(left_out) <= set((seen.locator("button").text_content() or "").split())
    assert style(seen.locator("html"), "color-scheme") == "light"
    for ground in ("html", "main", "textarea"):
        assert style(seen.locator(ground), "background-color") == "rgb(255, 255, 255)"
    expect(seen.get_by_role("button")).to_be_hidden()
    link = seen.get_by_role("link", name="privacy notice")
    address = str(link.evaluate("link => getComputedStyle(link, '::after').content"))
    assert address.strip('"').strip() == f"({link.get_attribute('href')})"


def test_an_outcome_is_printed_with_its_reference_and_without_ways_on(
    seen: Page, lasting_world: World
) -> None:
    delivered(seen, lasting_world)
    seen.emulate_media(media="print")

    expect(seen.locator(".reference strong")).to_be_visible()
    expect(seen.get_by_role("link", name="Send another")).to_be_hidden()
    assert seen.pdf().startswith(b"%PDF")
