from __future__ import annotations

import pytest

from leadframe.ledger import State
from leadframe.sandbox import Mode
from tests.pages import Browser
from tests.site import Site
from tests.web.world import (
    all_fields_filled,
    another_server,
    filled,
    leads,
    ledger_gone,
    rename,
    sent_bodies,
)


@pytest.mark.parametrize("way", ["", "/embed"])
def test_a_lead_that_cannot_be_stored_is_never_called_sent(
    browser: Browser, site: Site, way: str
) -> None:
    page = all_fields_filled(browser, way)

    with ledger_gone(site):
        again = page.send()

    assert (again.status, again.headers["Retry-After"]) == (503, "30")
    assert again.title == "Error: Every field there is"
    assert "We could not store your message just now, and nothing was sent" in again.words
    token = again.values.pop("token")
    assert {**again.values, "token": token} == {**page.values, "token": token}
    assert sent_bodies(site) == []
    assert leads(site) == []


def test_the_form_as_it_was_typed_can_be_sent_when_the_ledger_is_back(
    browser: Browser, site: Site
) -> None:
    page = filled(browser)
    with ledger_gone(site):
        again = page.send()

    result = again.send()

    assert site.attempted(result.reference).state is State.DELIVERED
    assert result.settled().h1 in {"Thank you for writing", "We have your message"}
    assert page.send().reference == result.reference
    assert len(leads(site)) == 1


def test_an_outcome_that_cannot_be_looked_up_says_so(browser: Browser, site: Site) -> None:
    result = filled(browser).send()

    with ledger_gone(site):
        unknown = browser.get(result.url)

    assert (unknown.status, unknown.headers["Retry-After"]) == (503, "30")
    assert unknown.h1 == "Not available just now"
    assert unknown.refresh is None
    assert browser.get(result.url).h1 == "Thank you for writing"


def test_a_form_is_shown_even_while_the_ledger_does_not_answer(site: Site) -> None:
    rename(site, "channel_state", "elsewhere")

    with another_server(site) as browser:
        assert browser.get("/f/contact").has_form

    rename(site, "elsewhere", "channel_state")


def test_the_balancer_is_told_that_nothing_could_be_stored(browser: Browser, site: Site) -> None:
    with ledger_gone(site):
        not_ready, alive = browser.get("/readyz"), browser.get("/healthz")

    assert (not_ready.status, not_ready.answer.body) == (503, "the ledger does not answer\n")
    assert (alive.status, alive.answer.body) == (200, "ok\n")
    assert browser.get("/readyz").status == 200


def test_the_server_is_ready_whatever_the_lead_api_does(browser: Browser, site: Site) -> None:
    site.sandbox.mode = Mode.REFUSE

    assert browser.get("/readyz").answer.body == "ok\n"
