from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.world import World, activate, frame_of, go_in_history, running_world

pytestmark = pytest.mark.browser


def send(frame: Frame) -> None:
    activate(frame.locator("button"))
    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you for writing")
    if "/embed/" in frame.url:
        frame.wait_for_url(re.compile("look=1"))  # the hop is behind the visitor


def go_back(page: Page, *, framed: bool) -> Frame:
    frame = frame_of(page) if framed else page.main_frame
    go_in_history(frame, "back")
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


def test_a_page_that_others_may_share_is_kept_for_going_back_as_well(
    page: Page, tmp_path: Path
) -> None:
    with running_world(tmp_path, PAGE_SHARED_SECONDS="60") as world:
        frame = world.visit(page, "contact", framed=False)
        frame.get_by_label("Email").fill("ada@example.com")
        send(frame)
        send(go_back(page, framed=False))
        assert len(world.delivered()) == len(world.submissions()) == 1
