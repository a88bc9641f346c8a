"""Partners' pages as they are in the wild: a lead is sent from inside each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.partner import PartnersPage
from tests.browser.world import World, activate, frame_of

pytestmark = pytest.mark.browser

ISOLATED = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SANDBOXED = 'sandbox="allow-forms"'
WITH_ORIGIN = 'sandbox="allow-forms allow-same-origin"'
WITH_POPUPS = 'sandbox="allow-forms allow-popups"'
GOING_ON = 'sandbox="allow-forms allow-top-navigation-by-user-activation"'
NO_REFERRER = '<meta name="referrer" content="no-referrer">'
DARK = "<style>:root { color-scheme: dark; background: #111 }</style>"
FAR_ABOVE = '<div style="height: 9000px">Much to read</div>'
PAGES = {
    "a page isolated from other sites": PartnersPage(headers=ISOLATED),
    "a sandbox without an origin": PartnersPage(attributes=SANDBOXED),
    "a sandbox with its origin": PartnersPage(attributes=WITH_ORIGIN),
    "a sandbox that may open tabs": PartnersPage(attributes=WITH_POPUPS),
    "an isolated page with a sandbox": PartnersPage(headers=ISOLATED, attributes=SANDBOXED),
    "a page that keeps its address to itself": PartnersPage(head=NO_REFERRER),
    "a frame without referrer": PartnersPage(attributes='referrerpolicy="no-referrer"'),
    "a page with a policy": PartnersPage(
        headers={
            "Content-Security-Policy": "default-src 'self'; style-src 'unsafe-inline';"
            " frame-src http://forms.example:*"
        }
    ),
    "a frame far below": PartnersPage(before=FAR_ABOVE),
    "a dark page with a dark form": PartnersPage(head=DARK, theme="dark"),
    "a dark page with a light form": PartnersPage(head=DARK, theme="light"),
}


def inside(style: str) -> PartnersPage:
    return PartnersPage(before=f'<div style="{style}">', after="</div>")


PLACES = {
    "a narrow column": ("width: 280px", 280),
    "a wide column": ("width: 1100px", 672),
    "a flex container": ("display: flex", 672),
    "a column that centres": ("display: flex; flex-direction: column; align-items: center", 672),
    "a grid that centres": ("display: grid; justify-items: center", 672),
    "a float": ("float: left", 672),
    "a table": ("display: table", 672),
}
TAB = PartnersPage(
    head="<style>.tab { display: none } #open:checked ~ .tab { display: block }</style>",
    before='<input type="checkbox" id="open"><label for="open">Write to us</label>'
    '<div class="tab">',
    after="</div>",
)
PANEL = replace(
    TAB,
    head="<style>.tab { width: 0; overflow: hidden } #open:checked ~ .tab { width: 600px }</style>",
)


def send_a_lead(page: Page, world: World) -> None:
    """Send a lead from the page and reach its outcome, which has the focus and stays."""
    frame = frame_of(page)
    frame.get_by_label("Email").fill("ada@example.com")
    activate(frame.locator("button"))
    expect(frame.get_by_role("link", name="Send another")).to_be_visible()
    # The page that hops on has everything but this, and would take a click away with it.
    expect(frame.locator("meta[name=responsive-embedded-sizing]")).to_have_count(1)
    expect(frame.locator("h1")).to_have_text("Thank you for writing")
    expect(frame.locator("#result")).to_be_focused()
    assert [lead["email"] for lead in world.delivered()] == ["ada@example.com"]


def frame_box(page: Page) -> dict[str, float]:
    box = page.locator("iframe").bounding_box()
    assert box is not None
    return {"width": box["width"], "height": box["height"]}


@pytest.mark.parametrize("partners", PAGES.values(), ids=PAGES.keys())
def test_a_lead_is_sent_from(page: Page, world: World, partners: PartnersPage) -> None:
    world.pages["contact"] = partners
    world.visit(page, "contact", framed=True)
    page.locator("iframe").scroll_into_view_if_needed()
    send_a_lead(page, world)


@pytest.mark.parametrize(("style", "width"), PLACES.values(), ids=PLACES.keys())
def test_a_form_is_as_wide_as_there_is_room_in(
    page: Page, world: World, style: str, width: int
) -> None:
    world.pages["contact"] = inside(style)
    world.visit(page, "contact", framed=True)
    assert frame_box(page)["width"] == width
    send_a_lead(page, world)


@pytest.mark.parametrize("partners", [TAB, PANEL], ids=["a tab", "a folded panel"])
def test_a_form_that_was_hidden_at_first_is_neither_a_slit_nor_a_tower_in(
    page: Page, world: World, partners: PartnersPage
) -> None:
    world.pages["contact"] = partners
    world.visit(page, "contact", framed=True)
    page.get_by_label("Write to us").check()
    expect(frame_of(page).get_by_label("Email")).to_be_visible()
    assert 480 <= frame_box(page)["height"] <= 1000
    send_a_lead(page, world)


def test_a_page_that_is_not_listed_shows_an_empty_box(page: Page, world: World) -> None:
    page.goto(f"{world.stranger}/garden/contact")
    expect(page.get_by_text("The end of our page")).to_be_visible()
    expect(frame_of(page).locator("form, button")).to_have_count(0)


@pytest.mark.parametrize(
    "attributes",
    ["", GOING_ON, 'sandbox="allow-forms allow-top-navigation"'],
    ids=["no sandbox", "a sandbox that lets visitors go on", "a sandbox that lets all go on"],
)
def test_the_link_that_continues_leaves_the_frame_in(
    page: Page, world: World, attributes: str
) -> None:
    world.pages["contact"] = PartnersPage(attributes=attributes)
    world.visit(page, "contact", framed=True)
    send_a_lead(page, world)
    with page.expect_request("https://larch-linden.example/gardens") as asked:
        frame_of(page).get_by_role("link", name="Continue").click(no_wait_after=True)
    assert asked.value.frame == page.main_frame


@pytest.mark.parametrize("attributes", [SANDBOXED, WITH_ORIGIN, WITH_POPUPS])
def test_a_sandbox_that_keeps_visitors_leaves_them_their_outcome(
    page: Page, world: World, attributes: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    world.pages["contact"] = PartnersPage(attributes=attributes)
    world.visit(page, "contact", framed=True)
    send_a_lead(page, world)
    frame_of(page).get_by_role("link", name="Continue").click(no_wait_after=True)
    activate(frame_of(page).get_by_role("link", name="Send another"))
    expect(frame_of(page).locator("h1")).to_have_text("Talk to Larch & Linden")
    assert "https://larch-linden.example/gardens" not in asked


@pytest.mark.parametrize(
    ("attributes", "tabs"),
    [("", 2), (WITH_POPUPS, 2), (SANDBOXED, 1), (WITH_ORIGIN, 1), (GOING_ON, 1)],
)
def test_what_is_agreed_to_opens_in_a_tab_where_a_sandbox_allows_it(
    page: Page, world: World, attributes: str, tabs: int
) -> None:
    world.pages["newsletter"] = PartnersPage(attributes=attributes)
    frame = world.visit(page, "newsletter", framed=True)
    frame.get_by_role("link", name="privacy notice").click(no_wait_after=True)
    frame.get_by_label("Email").fill("ada@example.com")
    frame.get_by_label("Yes, send me").check()
    activate(frame.get_by_role("button", name="Subscribe"))
    expect(frame.locator("h1")).to_have_text("You are on the list")
    assert len(page.context.pages) == tabs


def test_the_message_at_the_end_leads_to_the_one_at_the_top(page: Page, world: World) -> None:
    frame = world.visit(page, "contact", framed=True)
    activate(frame.locator("button"))
    activate(frame.get_by_role("link", name="Not sent yet"))
    expect(frame.locator("#result")).to_be_focused()
    expect(frame.locator("#result")).to_be_in_viewport()
