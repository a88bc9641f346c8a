"""Fields that come and go by style alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.programs import need
from tests.browser.terminal import at_a_terminal
from tests.browser.text_browsers import DOWN, RETURN
from tests.browser.world import World
from tests.site import Site

# Each field waits for another kind of answer; the last for one that waits itself.
FORM = """
channel_id = "00000000-0000-4000-8000-000000000001"
title = "Fields that wait"
[embed]
origins = ["https://partner.example"]
"""
FIELD = """
[[field]]
name = "{name}"
property = "{number}1111111-2222-3333-4444-555555555555"
label = "{name}"
{keys}
"""
HEADING = """
[[field]]
type = "heading"
label = "A heading that waits"
show_when = { field = "text", filled = true }
"""
CHOICE = 'options = ["a b", "</style>\\"é", "c"]'
FIELDS = {
    "text": "",
    "list": f'type = "select"\n{CHOICE}\nother = true',
    "round": f'type = "radio"\n{CHOICE}',
    "box": 'type = "checkbox"',
    "by_text": 'show_when = { field = "text", filled = true }',
    "by_list": 'show_when = { field = "list", equals = "</style>\\"é" }',
    "by_any": 'show_when = { field = "list", filled = true }',
    "by_round": 'type = "checkbox"\nshow_when = { field = "round", any_of = ["a b", "c"] }',
    "by_box": 'type = "radio"\noptions = ["x"]\nshow_when = { field = "box", filled = true }',
    "last": 'show_when = { field = "by_text", filled = true }',
}


@pytest.fixture
def form(page: Page, world: World) -> Page:
    """Open a form whose fields wait for each other."""
    write_form(world.site.channels)
    page.goto(f"{world.forms}/f/waiting")
    return page


def write_form(folder: Path) -> None:
    fields = [
        FIELD.format(name=name, number=number, keys=keys)
        for number, (name, keys) in enumerate(FIELDS.items())
    ]
    items = "".join([HEADING, *fields])
    (folder / "waiting.toml").write_text(FORM.replace("[embed]", f"{items}[embed]"))


def waiting(page: Page) -> set[str]:
    """Return the waiting fields that are shown."""
    names = [name for name, keys in FIELDS.items() if "show_when" in keys]
    return {name for name in names if page.locator(f'[name="{name}"]').first.is_visible()}


def test_nothing_that_waits_is_shown_at_first(form: Page) -> None:
    assert waiting(form) == set()


def test_a_text_shows_and_hides_at_once(form: Page) -> None:
    text = form.locator("#text")
    text.press_sequentially("x")
    assert waiting(form) == {"by_text"}
    form.locator("#by_text").fill("y")
    assert waiting(form) == {"by_text", "last"}
    text.fill("")
    assert waiting(form) == set()


def test_a_list_shows_by_what_is_chosen(form: Page) -> None:
    form.locator("#list").select_option("a b")
    assert waiting(form) == {"by_any"}
    form.locator("#list").select_option('</style>"é')
    assert waiting(form) == {"by_any", "by_list"}
    form.locator("#list").select_option("")
    assert waiting(form) == set()


def test_radio_buttons_and_boxes_show_by_the_keyboard_too(form: Page) -> None:
    form.locator('[name="round"]').first.press("Space")
    assert waiting(form) == {"by_round"}
    form.locator('[name="round"]').first.press("ArrowDown")
    assert waiting(form) == set()
    form.locator("#box").press("Space")
    assert waiting(form) == {"by_box"}
    form.locator("#box").press("Space")
    assert waiting(form) == set()


def test_a_heading_comes_and_goes_as_a_field_does(form: Page) -> None:
    heading = form.get_by_role("heading", name="A heading that waits")
    expect(heading).to_be_hidden()
    form.locator("#text").fill("x")
    expect(heading).to_be_visible()
    form.locator("#text").fill("")
    expect(heading).to_be_hidden()


def test_the_tab_key_passes_over_what_is_hidden(form: Page) -> None:
    form.locator("#box").focus()
    form.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Send")).to_be_focused()


def test_a_note_is_read_out_with_the_field_and_takes_no_room(form: Page) -> None:
    form.locator("#text").fill("x")
    note = form.locator("#by_text-when")

    expect(form.locator("#by_text")).to_have_accessible_description("Only if you answer “text”")
    assert note.bounding_box()["width"] <= 1  # type: ignore[index]  # it is laid out


def test_a_required_field_is_asked_for_only_when_it_is_shown(
    page: Page, world: World, *, framed: bool
) -> None:
    frame = world.visit(page, "project", framed=framed)
    number = frame.get_by_label("Company number")
    expect(number).to_be_hidden()
    frame.get_by_label("First name").fill("Ada")
    frame.get_by_label("Email").fill("ada@example.com")
    frame.locator("#company_name").fill("Acme")
    expect(number).to_be_visible()
    frame.get_by_role("button", name="Continue").click()
    expect(frame.get_by_role("alert")).to_contain_text("Company number: fill this in")
    expect(number).to_be_visible()
    frame.locator("#company_name").fill("")
    expect(number).to_be_hidden()
    frame.get_by_role("button", name="Continue").click()
    expect(frame.locator(".step__heading")).to_contain_text("Step 2 of 3")


def test_lynx_shows_the_field_with_its_note(site: Site) -> None:
    with at_a_terminal([need("lynx"), "-nopause", f"{site.url}/f/project"]) as lynx:
        lynx.wait_for("Only if you answer")
        lynx.wait_for("Continue")
        lynx.press(f"{DOWN}{DOWN}Ada{DOWN}{DOWN}ada@example.com" + 4 * DOWN + RETURN)
        lynx.wait_for("What shall we build?")
