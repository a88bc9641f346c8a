from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Frame, Page, expect

from tests.browser.world import World, frame_of

pytestmark = pytest.mark.browser


def send(frame: Frame) -> None:
    frame.locator("button").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you for writing")
    if "/embed/" in frame.url:
        frame.wait_for_url(re.compile("look=1"))  # the hop is behind the visitor


def go_back(page: Page, *, framed: bool) -> Frame:
    """Go back by the history, as the button does; waiting for a load would miss a cached page."""
    frame = frame_of(page) if framed else page.main_frame
    with suppress(Error):  # the answer is lost where the page is gone before it was given
        frame.evaluate("history.back()")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Talk to Larch & Linden")
    return frame


def test_going_back_finds_what_was_written(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "contact", framed=framed)
    frame.get_by_label("Email").fill("ada@example.com")
    send(frame)
    frame = go_back(page, framed=framed)
    expect(frame.get_by_label("Email")).to_have_value("ada@example.com")


def test_going_back_to_change_something_makes_a_new_lead(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "contact", framed=framed)
    frame.get_by_label("Email").fill("ada@example.com")
    send(frame)
    frame = go_back(page, framed=framed)
    frame.get_by_label("Email").fill("ada@byron.example")
    send(frame)
    assert [lead["email"] for lead in world.delivered()] == ["ada@example.com", "ada@byron.example"]
    assert len({submission.id for submission in world.submissions()}) == 2


def test_going_back_to_send_the_same_again_meets_the_same_receipt(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "contact", framed=framed)
    frame.get_by_label("Email").fill("ada@example.com")
    send(frame)
    send(go_back(page, framed=framed))
    assert len(world.delivered()) == len(world.submissions()) == 1
