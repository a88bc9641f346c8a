from __future__ import annotations

from leadframe.sandbox import Mode
from tests.browser.programs import need
from tests.browser.terminal import at_a_terminal
from tests.site import Site

DOWN = "\x1b[B"
TAB = "\t"
RETURN = "\r"
LEAD = {
    "action": "lead_external",
    "channel_id": "00000000-0000-4000-8000-000000000001",
    "first_name": "Ada",
    "last_name": "Byron",
    "email": "ada@example.com",
    "source": "Website",
}


def lead_of(site: Site) -> dict[str, object]:
    (record,) = site.sandbox.accepted
    return {name: value for name, value in record["body"].items() if name != "business_id"}


def test_lynx_sends_a_lead_and_shows_what_became_of_it(site: Site) -> None:
    with at_a_terminal([need("lynx"), "-nopause", f"{site.url}/f/contact"]) as lynx:
        lynx.wait_for("Send message")
        # The skip link has the focus. Phone, company and the message's five lines stay empty.
        lynx.press(f"{DOWN}Ada{DOWN}Byron{DOWN}ada@example.com" + 8 * DOWN + RETURN)
        lynx.wait_for("Thank you for writing")
        lynx.wait_for("Your reference")
    assert lead_of(site) == LEAD


def test_w3m_sends_a_lead_and_shows_what_became_of_it(site: Site) -> None:
    with at_a_terminal([need("w3m"), "-no-cookie", "-no-mouse", f"{site.url}/f/contact"]) as w3m:
        w3m.wait_for("Viewing <Talk to Larch & Linden>")
        for text in ("Ada", "Byron", "ada@example.com"):
            w3m.press(f"{TAB}{RETURN}{text}{RETURN}")
        w3m.press(4 * TAB + RETURN)
        w3m.wait_for("Viewing <Thank you for writing")
    assert lead_of(site) == LEAD


def test_lynx_shows_the_mistake_before_the_form(site: Site) -> None:
    with at_a_terminal([need("lynx"), "-nopause", f"{site.url}/f/contact"]) as lynx:
        lynx.wait_for("Send message")
        lynx.press(f"{DOWN}Ada" + 10 * DOWN + RETURN)
        lynx.wait_for("There is a problem")
    assert site.sandbox.received == []


def test_w3m_says_that_a_lead_could_not_be_passed_on(site: Site) -> None:
    site.sandbox.mode = Mode.ERROR_400
    with at_a_terminal([need("w3m"), "-no-cookie", "-no-mouse", f"{site.url}/f/contact"]) as w3m:
        w3m.wait_for("Viewing <Talk to Larch & Linden>")
        w3m.press(3 * TAB + f"{RETURN}ada@example.com{RETURN}" + 4 * TAB + RETURN)
        w3m.wait_for("Viewing <We could not pass your message on")
