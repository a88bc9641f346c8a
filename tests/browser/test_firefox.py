from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.browser.firefox import Firefox, Tab, running_firefox
from tests.browser.partner import PartnersPage
from tests.browser.programs import need
from tests.browser.test_partners import GOING_ON, PAGES, SANDBOXED, WITH_POPUPS
from tests.browser.world import World

EMAIL, BUTTON = "[name=email]", "form [type=submit]"
TITLE = "Talk to Larch & Linden"
THANKS = "Thank you for writing"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start the browser once for all tests of this file."""
    with running_firefox(need("firefox-esr"), tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def tab(firefox: Firefox) -> Iterator[Tab]:
    """Open a tab of a visitor who has switched script off."""
    opened = firefox.open_tab()
    yield opened
    opened.close()


def visit(tab: Tab, world: World, *, framed: bool, slug: str = "contact") -> Tab:
    """Open the form in its frame or at its own link, and return where it is."""
    if framed:
        tab.go(f"{world.partner}/garden/{slug}")
        return tab.frame()
    tab.go(f"{world.forms}/f/{slug}")
    return tab


def wait_for_heading(tab: Tab, text: str) -> None:
    tab.wait_until(f"document.querySelector('h1')?.textContent.trim() === {json.dumps(text)}")


def send(tab: Tab) -> None:
    tab.click(BUTTON)
    wait_for_heading(tab, THANKS)
    if "/embed/" in tab.ask("location.href"):
        tab.wait_until("location.search.includes('look=1')")  # the hop is behind the visitor


def test_no_page_may_run_script(tab: Tab) -> None:
    tab.go("data:text/html,<title>off</title><script>document.title = 'on'</script>")
    assert tab.ask("document.title") == "off"


def test_a_mistake_is_pointed_out_and_mended(tab: Tab, world: World, *, framed: bool) -> None:
    page = visit(tab, world, framed=framed)
    page.write("[name=first_name]", "Zoë")
    page.write(EMAIL, "ada@")
    page.click(BUTTON)
    page.wait_until("document.activeElement.id === 'result'")
    assert page.ask("document.querySelector('[name=first_name]').value") == "Zoë"
    assert world.submissions() == []
    page.write(EMAIL, "ada@example.com")
    send(page)
    assert page.ask("document.activeElement.id") == "result"
    (lead,) = world.delivered()
    assert (lead["first_name"], lead["email"]) == ("Zoë", "ada@example.com")


def test_going_back_to_send_the_same_again_meets_the_same_receipt(
    tab: Tab, world: World, *, framed: bool
) -> None:
    page = visit(tab, world, framed=framed)
    page.write(EMAIL, "ada@example.com")
    send(page)
    tab.go_back()
    wait_for_heading(page, TITLE)
    assert page.ask(f"document.querySelector('{EMAIL}').value") == "ada@example.com"
    send(page)
    assert len(world.delivered()) == len(world.submissions()) == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_a_frame_that_cannot_grow_is_high_enough(tab: Tab, world: World, width: int) -> None:
    tab.resize(width)
    frame = visit(tab, world, framed=True)
    height = "document.documentElement.getBoundingClientRect().height"
    assert frame.ask("document.documentElement.clientHeight") >= frame.ask(height)
    frame.click(BUTTON)
    frame.wait_until("document.activeElement.id === 'result'")
    assert frame.ask("document.documentElement.clientHeight") >= frame.ask(height)


@pytest.mark.parametrize("partners", PAGES.values(), ids=PAGES.keys())
def test_a_lead_is_sent_from(tab: Tab, world: World, partners: PartnersPage) -> None:
    world.pages["contact"] = partners
    frame = visit(tab, world, framed=True)
    tab.reveal("iframe")
    frame.wait_until(f"document.querySelector('{EMAIL}') !== null")
    frame.write(EMAIL, "ada@example.com")
    send(frame)
    assert frame.ask("document.activeElement.id") == "result"
    assert len(world.delivered()) == 1


@pytest.mark.parametrize(
    ("attributes", "tabs"), [("", 1), (WITH_POPUPS, 1), (SANDBOXED, 0), (GOING_ON, 0)]
)
def test_what_is_agreed_to_opens_in_a_tab_where_a_sandbox_allows_it(
    firefox: Firefox, tab: Tab, world: World, attributes: str, tabs: int
) -> None:
    before = firefox.count_tabs()
    world.pages["newsletter"] = PartnersPage(attributes=attributes)
    frame = visit(tab, world, framed=True, slug="newsletter")
    frame.click(".choice a")
    frame.write(EMAIL, "ada@example.com")
    frame.click("[name=letter]")
    frame.click(BUTTON)
    wait_for_heading(frame, "You are on the list")
    assert firefox.count_tabs() == before + tabs


def test_a_page_that_is_not_listed_cannot_frame_the_form(tab: Tab, world: World) -> None:
    tab.go(f"{world.stranger}/garden/contact")
    assert tab.frame().ask(f"document.querySelector('{EMAIL}')") is None
    assert tab.frame().ask("document.querySelector('h1')?.textContent") != TITLE
