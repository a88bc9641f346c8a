from __future__ import annotations

import pytest
from playwright.sync_api import Error, Frame, Page, expect

from tests.browser.world import Way, World, frame_of, go_in_history

pytestmark = pytest.mark.browser

CHECK = "Check your answers"


def expect_step(frame: Frame, words: str) -> None:
    expect(frame.get_by_role("heading", level=2).filter(has_text=words)).to_be_visible()


def go_on(frame: Frame, words: str) -> None:
    frame.get_by_role("button", name="Continue").click()
    expect_step(frame, words)


def fill_first(frame: Frame) -> None:
    frame.get_by_label("First name").fill("Ada")
    frame.get_by_label("Email").fill("ada@example.com")


def fill_second(frame: Frame) -> None:
    frame.get_by_label("A sauna").check()
    frame.get_by_label("Describe the place").fill("Deep.\nBy boat.")


def fill_third(frame: Frame) -> None:
    frame.get_by_label("Budget").fill("250 000")
    frame.get_by_label("I agree that").check()


def at_the_end(frame: Frame) -> None:
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    fill_second(frame)
    go_on(frame, "Step 3 of 3")
    fill_third(frame)
    go_on(frame, CHECK)


def in_history(page: Page, frame: Frame, to: Way, words: str, *, framed: bool) -> Frame:
    """Go back or forward by the browser's own buttons."""
    go_in_history(frame, to)
    frame = frame_of(page) if framed else page.main_frame
    expect_step(frame, words)
    return frame


def test_a_lead_arrives_through_all_steps(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "project", framed=framed)
    at_the_end(frame)
    expect(frame.get_by_text("Deep.")).to_be_visible()
    assert world.submissions() == []
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("We have your project")
    (lead,) = world.delivered()
    assert (lead["first_name"], lead["notes"]) == ("Ada", "Deep.\nBy boat.")


def test_enter_goes_on_and_not_back(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "project", framed=framed)
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    fill_second(frame)
    go_on(frame, "Step 3 of 3")
    fill_third(frame)
    frame.get_by_label("Budget").press("Enter")
    expect_step(frame, CHECK)


def test_each_step_begins_in_view_and_with_the_focus(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "project", framed=framed)
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    expect(frame.get_by_role("heading", level=2)).to_be_focused()
    expect(frame.get_by_role("heading", level=2)).to_be_in_viewport()


def test_a_mistake_is_pointed_out_on_its_step(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "project", framed=framed)
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    frame.get_by_role("button", name="Continue").click()
    expect(frame.locator("#result")).to_be_focused()
    frame.get_by_role("link", name="What shall we build?").click()
    expect(frame.get_by_label("A boathouse")).to_be_focused()


def test_the_back_button_of_the_page_keeps_what_was_written(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "project", framed=framed)
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    fill_second(frame)
    frame.get_by_role("button", name="Back").click()
    expect_step(frame, "Step 1 of 3")
    expect(frame.get_by_label("First name")).to_have_value("Ada")
    go_on(frame, "Step 2 of 3")
    expect(frame.get_by_label("A sauna")).to_be_checked()
    expect(frame.get_by_label("Describe the place")).to_have_value("Deep.\nBy boat.")


def test_the_back_button_of_the_browser_asks_nothing_and_keeps_what_was_written(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "project", framed=framed)
    fill_first(frame)
    go_on(frame, "Step 2 of 3")
    frame.get_by_role("button", name="Continue").click()
    expect(frame.get_by_text("There is a problem")).to_be_visible()
    fill_second(frame)
    go_on(frame, "Step 3 of 3")
    frame = in_history(page, frame, "back", "There is a problem", framed=framed)
    expect(frame.get_by_label("A sauna")).to_be_checked()
    frame = in_history(page, frame, "back", "Step 2 of 3", framed=framed)
    frame = in_history(page, frame, "back", "Step 1 of 3", framed=framed)
    expect(frame.get_by_label("Email")).to_have_value("ada@example.com")
    frame = in_history(page, frame, "forward", "Step 2 of 3", framed=framed)
    fill_second(frame)
    go_on(frame, "Step 3 of 3")
    fill_third(frame)
    go_on(frame, CHECK)
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("We have your project")
    assert len(world.delivered()) == 1


def test_an_answer_is_changed_at_its_field(page: Page, world: World, *, framed: bool) -> None:
    frame = world.visit(page, "project", framed=framed)
    at_the_end(frame)
    frame.get_by_role("button", name="Change Email").click()
    expect(frame.get_by_label("Email")).to_be_focused()
    frame.get_by_label("Email").fill("ada@byron.example")
    go_on(frame, CHECK)
    expect(frame.get_by_text("ada@byron.example")).to_be_visible()
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("We have your project")
    assert [lead["email"] for lead in world.delivered()] == ["ada@byron.example"]


def test_the_page_with_all_answers_is_not_kept(page: Page, world: World) -> None:
    frame = world.visit(page, "project", framed=False)
    at_the_end(frame)
    frame.get_by_role("button", name="Send").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("We have your project")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
