"""Takes the pictures in Chromium, as WebP."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, Route, expect

from tests.audit.eye import HEIGHT, NOT_SHOWN
from tests.gallery.pictures import Picture
from tests.gallery.shown import PARTNER, Shown

QUALITY = 80
MOST_TRIES = 5
PATIENCE_MILLISECONDS = 2000
CONTENT_HEIGHT = "document.documentElement.getBoundingClientRect().height"
LEAST_HEIGHT = "frame => parseInt(getComputedStyle(frame).minHeight)"
PAGE_HEIGHT = "document.documentElement.scrollHeight"


def take(picture: Picture, shown: Shown, browser: Browser) -> bytes:
    """Return a picture of a page from its top to its end, taken in a browser without script.

    Raises:
        AssertionError: the partner's frame is never as high as its form, or never steady.
    """
    # A frame that is answered before its width is known may keep the height of a narrow one.
    for _ in range(MOST_TRIES - 1):
        try:
            return _take(picture, shown, browser)
        except AssertionError:
            continue
    return _take(picture, shown, browser)


def _take(picture: Picture, shown: Shown, browser: Browser) -> bytes:
    with browser.new_context(
        viewport={"width": picture.window.width, "height": HEIGHT},
        color_scheme=picture.window.scheme,
        reduced_motion="reduce",
        java_script_enabled=False,
    ) as context:
        tab = context.new_page()
        tab.route("**/*", lambda route: _answer(route, shown))
        tab.goto(PARTNER if picture.view.framed else shown.page.url)
        if picture.view.framed:
            _wait_for_frame(tab)
            # Of a frame Chromium paints what is in view.
            height = tab.evaluate(PAGE_HEIGHT)
            tab.set_viewport_size({"width": picture.window.width, "height": height})
        return _steady(lambda: _whole_page(tab, picture.window.width))


def _steady(take_one: Callable[[], bytes]) -> bytes:
    """Return a picture that is the same twice: a frame is painted later than the page around it.

    Raises:
        AssertionError: no two in a row are the same.
    """
    before = take_one()
    for _ in range(MOST_TRIES):
        taken = take_one()
        if taken == before:
            return taken
        before = taken
    raise AssertionError("the page is never painted the same twice")


def _whole_page(tab: Page, width: int) -> bytes:
    clip = {"x": 0, "y": 0, "scale": 1, "width": width, "height": tab.evaluate(PAGE_HEIGHT)}
    options = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    taken = tab.context.new_cdp_session(tab).send("Page.captureScreenshot", options)
    return base64.b64decode(taken["data"])


def _wait_for_frame(tab: Page) -> None:
    """Wait until the frame has its form and is as high as that, or as high as it is at least."""
    element = tab.locator("iframe")
    frame = element.element_handle().content_frame()
    assert frame is not None
    frame.locator("h1").wait_for()
    height = max(int(frame.evaluate(CONTENT_HEIGHT)), element.evaluate(LEAST_HEIGHT))
    fits = re.compile(f"^({height}|{height + 1})px$")
    expect(element).to_have_css("height", fits, timeout=PATIENCE_MILLISECONDS)


def _answer(route: Route, shown: Shown) -> None:
    request = route.request
    if request.url == PARTNER:
        route.fulfill(body=shown.partners_page, content_type="text/html")
    elif request.is_navigation_request():
        kept = {
            name: value
            for name, value in shown.page.headers.items()
            if name.lower() not in NOT_SHOWN
        }
        route.fulfill(status=shown.page.status, headers=kept, body=shown.html)
    else:  # the page's own pictures
        route.continue_()
