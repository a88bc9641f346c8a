from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
from flask import Flask, Response, request, request_finished

from leadframe.sandbox import Mode
from tests.audit.views import SLUGS
from tests.browser.programs import need
from tests.browser.terminal import at_a_terminal
from tests.browser.text_browsers import Lynx, TextBrowser, W3m
from tests.leads import CAMPAIGN, CONTACT, TYPED, expected
from tests.page_rules import Answer
from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.world import house_of, sent_bodies

Program = type[TextBrowser]

each_program = pytest.mark.parametrize("program", [Lynx, W3m])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a site where visitors wait for what becomes of their lead, and none is in haste."""
    with running_site(tmp_path, WAIT_SECONDS="20", MIN_FILL_SECONDS="0") as running:
        yield running


@contextmanager
def pages_of(site: Site) -> Iterator[SimpleQueue[Page]]:
    """Collect the pages that visitors are sent."""
    browser = Browser(house_of(site))
    sent: SimpleQueue[Page] = SimpleQueue()

    def keep(_app: Flask, response: Response) -> None:
        headers, body = dict(response.headers), response.get_data(as_text=True)
        answer = Answer(request.method, request.url, response.status_code, headers, body)
        if answer.is_page:
            sent.put(Page(browser, answer))

    with request_finished.connected_to(keep, site.app):
        yield sent


@contextmanager
def visiting(site: Site, slug: str, program: Program) -> Iterator[TextBrowser]:
    """Visit a form, as the link of a campaign does."""
    name, *options = program.command
    address = f"{site.url}/f/{slug}?{CAMPAIGN}"
    with pages_of(site) as pages, at_a_terminal([need(name), *options, address]) as terminal:
        yield program(terminal, pages)


@each_program
@pytest.mark.parametrize("slug", SLUGS)
def test_what_was_typed_into_every_field_arrives(site: Site, slug: str, program: Program) -> None:
    with visiting(site, slug, program) as browser:
        page = browser.next_page()
        while page.has_form:
            page = browser.send(page, TYPED[slug])
            assert page.status == 200, page.summary
    assert sent_bodies(site) == [expected(site, slug, page.reference)]


@each_program
def test_a_mistake_is_shown_before_the_form(site: Site, program: Program) -> None:
    with visiting(site, "contact", program) as browser:
        page = browser.send(browser.next_page(), CONTACT | {"email": "grace@"})
        assert page.summary.keys() == {"email"}
    assert sent_bodies(site) == []


@each_program
def test_a_lead_that_could_not_be_passed_on_is_no_success(site: Site, program: Program) -> None:
    site.sandbox.mode = Mode.ERROR_400
    with visiting(site, "contact", program) as browser:
        page = browser.send(browser.next_page(), CONTACT)
    assert page.h1 == "We could not pass your message on"


def test_what_is_doubtful_is_confirmed_by_one_more_key_in_lynx(site: Site) -> None:
    contact = site.channels / "contact.toml"
    asking = f"{contact.read_text()}\n[spam]\nconfirm = true\n"
    (site.channels / "asking.toml").write_text(asking)
    doubtful = CONTACT | {"notes": "[url=https://a.example]stands[/url]"}
    with visiting(site, "asking", Lynx) as browser:
        asked = browser.send(browser.next_page(), doubtful)
        assert "Nothing has been sent yet." in asked.words
        assert sent_bodies(site) == []
        assert browser.send(asked, {}).h1 == "Thank you for writing"
    assert [body["notes"] for body in sent_bodies(site)] == [doubtful["notes"]]
