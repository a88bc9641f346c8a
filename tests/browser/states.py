"""Every page a visitor can meet: each function leads a page there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.world import World
from tests.web.world import ledger_gone

# The sandbox does as these addresses say.
REFUSED = "sandbox+400@example.com"
IN_DOUBT = "sandbox+500@example.com"
HANGING = "sandbox+hang@example.com"
CLOSING = "sandbox+403@example.com"


def form(page: Page, world: World, slug: str = "contact") -> None:
    page.goto(f"{world.forms}/f/{slug}")


def errors(page: Page, world: World, slug: str = "contact") -> None:
    form(page, world, slug)
    page.locator("form button").click()
    page.get_by_text("There is a problem").wait_for()


def stale(page: Page, world: World) -> None:
    form(page, world)
    # A token that is not ours stands for one that is too old: the page is the same.
    page.locator("[name=token]").evaluate("token => token.value = 'old'")
    page.locator("form button").click()
    page.get_by_text("press the button once more").wait_for()


def outcome(page: Page, world: World, *, email: str, heading: str, slug: str = "contact") -> None:
    form(page, world, slug)
    page.get_by_label("Email").fill(email)
    page.locator("form button").click()
    page.get_by_role("heading", name=heading).wait_for()


def delivered(page: Page, world: World) -> None:
    outcome(page, world, email="ada@example.com", heading="Thank you for writing")


def received(page: Page, world: World) -> None:
    outcome(page, world, email=IN_DOUBT, heading="We have your message")


def refused(page: Page, world: World) -> None:
    outcome(page, world, email=REFUSED, heading="We could not pass your message on")


def sending(page: Page, world: World) -> None:
    """Keep a copy of the page: its Refresh header would lead the page itself on."""
    outcome(page, world, email=HANGING, heading="Sending")
    copy = page.content()
    page.goto("about:blank")
    page.set_content(copy)


def not_found(page: Page, world: World) -> None:
    page.goto(f"{world.forms}/f/no-such-form")
    page.get_by_role("heading", name="Page not found").wait_for()


def framed(page: Page, world: World) -> None:
    """Look at the page that frames show, outside of any: axe sees its own colours so."""
    page.goto(f"{world.forms}/f/all-fields/embed")


def framed_errors(page: Page, world: World) -> None:
    framed(page, world)
    page.locator("form button").click()
    page.get_by_text("There is a problem").wait_for()


def framed_outcome(page: Page, world: World) -> None:
    page.goto(f"{world.forms}/f/contact/embed")
    page.get_by_label("Email").fill(REFUSED)
    page.locator("form button").click()
    page.wait_for_url(re.compile("look=1"))


def unreadable(page: Page, world: World) -> None:
    """Send the form as a kind of message that no form of ours sends."""
    form = f'<form method="post" enctype="text/plain" action="{world.forms}/f/contact">'
    page.set_content(f"{form}<button>Send</button></form>")
    page.locator("button").click()
    page.get_by_role("heading", name="cannot be read").wait_for()


def not_stored(page: Page, world: World) -> None:
    form(page, world)
    page.get_by_label("Email").fill("ada@example.com")
    with ledger_gone(world.site):
        page.locator("form button").click()
        page.get_by_text("could not store").wait_for()


def closed(page: Page, world: World) -> None:
    """Close a form of its own, which no other state needs."""
    form(page, world, "quote")
    page.get_by_label("Company").fill("Byron & Co")
    page.get_by_label("Email").fill(CLOSING)
    page.get_by_label("An office").check()
    page.locator("form button").click()
    page.get_by_role("heading", name="We have your message").wait_for()
    world.forget_that_forms_are_open()
    form(page, world, "quote")
    page.get_by_role("heading", name="closed").wait_for()


STATES: dict[str, Callable[[Page, World], None]] = {
    "form": form,
    "all-fields": lambda page, world: form(page, world, "all-fields"),
    "event": lambda page, world: form(page, world, "event"),
    "errors": errors,
    "all-fields-errors": lambda page, world: errors(page, world, "all-fields"),
    "event-errors": lambda page, world: errors(page, world, "event"),
    "stale": stale,
    "sending": sending,
    "delivered": delivered,
    "received": received,
    "refused": refused,
    "closed": closed,
    "not-found": not_found,
    "unreadable": unreadable,
    "not-stored": not_stored,
    "framed": framed,
    "framed-errors": framed_errors,
    "framed-outcome": framed_outcome,
}
