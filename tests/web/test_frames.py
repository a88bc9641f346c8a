from __future__ import annotations

from pathlib import Path

from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.world import CONTACT, house_of

PARTNERS = "allow-origins=http://localhost:8000 https://partner.example"
SIZING = "responsive-embedded-sizing"


def sent_in_a_frame(browser: Browser) -> Page:
    return browser.get("/f/contact/embed").fill(**CONTACT).press()


def test_the_outcome_shrinks_the_frame_by_way_of_a_page_that_does_not_size_it(
    browser: Browser, site: Site
) -> None:
    redirect = sent_in_a_frame(browser)
    hop = browser.follow(redirect)
    arrived = hop.refreshed()

    assert redirect.headers["Location"] == f"{hop.url}#result"
    assert hop.url.startswith(f"{site.url}/f/contact/embed/sent/")
    assert hop.refresh == (1, f"{hop.url}?look=1#result")
    assert hop.meta(SIZING) is None
    assert (arrived.refresh, arrived.meta(SIZING)) == (None, PARTNERS)
    # The hop is worth reading for a browser that takes no hint from a header.
    assert hop.h1 == arrived.h1 == "Thank you for writing"


def test_a_frame_looks_again_as_a_page_does(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False) as site:
        browser = Browser(house_of(site))
        hop = browser.follow(sent_in_a_frame(browser))
        sending = hop.refreshed()

        assert (sending.h1, sending.meta(SIZING)) == ("Sending…", PARTNERS)
        assert sending.refresh == (1, f"{hop.url}?look=2#result")
        assert sending.settled().h1 == "We have your message"


def test_the_answer_gets_the_focus(browser: Browser) -> None:
    arrived = sent_in_a_frame(browser)
    heading = browser.follow(arrived).tree.find(".//h1")

    assert heading is not None
    assert (heading.get("id"), heading.get("tabindex")) == ("result", "-1")


def test_the_framed_form_leads_back_to_itself(browser: Browser, site: Site) -> None:
    result = browser.follow(sent_in_a_frame(browser)).settled()

    assert result.links["Send another message"] == f"{site.url}/f/contact/embed"
