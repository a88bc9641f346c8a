from __future__ import annotations

from pathlib import Path

import pytest

from leadframe.ledger import State
from leadframe.sandbox import Mode
from tests.pages import Browser
from tests.site import PATIENCE_SECONDS, Site, running_site
from tests.web.world import (
    LEAD_ID,
    another_server,
    close_form,
    filled,
    house_of,
    sent_bodies,
    with_settings,
)

THANKS = "Thank you for writing"
RECEIVED = "We have your message"
REFUSED = "We could not pass your message on"
SENDING = "Sending…"

# What the visitor reads at last, in which state the lead is when the attempt was settled (the
# reconciler may have taken it one further), and whether the form is closed for it.
DOUBTFUL = (RECEIVED, {State.UNCONFIRMED, State.HELD}, False)
LATER = (RECEIVED, {State.QUEUED}, False)
CLOSED = (RECEIVED, {State.QUEUED}, True)
OUTCOMES: dict[Mode, tuple[str, set[State], bool]] = {
    Mode.OK: (THANKS, {State.DELIVERED}, False),
    Mode.ACCEPT_LATE: DOUBTFUL,
    Mode.ACCEPT_THEN_502: DOUBTFUL,
    Mode.ACCEPT_THEN_HANG: DOUBTFUL,
    Mode.ACCEPT_THEN_RESET: DOUBTFUL,
    Mode.ERROR_400: (REFUSED, {State.DEAD}, False),
    Mode.ERROR_401: CLOSED,
    Mode.ERROR_403: CLOSED,
    Mode.ERROR_404: CLOSED,
    Mode.ERROR_429: LATER,
    Mode.ERROR_500: DOUBTFUL,
    Mode.HTML_502: DOUBTFUL,
    Mode.RETRY_AFTER_503: LATER,
    Mode.HANG: DOUBTFUL,
    Mode.RESET: DOUBTFUL,
    Mode.REFUSE: LATER,
    Mode.HTML_200: DOUBTFUL,
    Mode.LEAD_LESS_200: DOUBTFUL,
    Mode.GARBAGE_JSON_200: DOUBTFUL,
    Mode.REDIRECT: DOUBTFUL,
    Mode.SLOW_DRIP: DOUBTFUL,
    Mode.SLOW_HEADERS: DOUBTFUL,
}


def test_every_mode_of_the_sandbox_has_its_outcome_here() -> None:
    assert set(OUTCOMES) == set(Mode)


@pytest.mark.parametrize("mode", Mode)
def test_the_visitor_reads_what_became_of_the_lead(tmp_path: Path, mode: Mode) -> None:
    heading, wanted_states, closes = OUTCOMES[mode]

    # A backoff this long keeps the lead where its first attempt left it, and some never answer.
    with running_site(tmp_path, mode=mode, BACKOFF_SECONDS="1000", DEADLINE_SECONDS="1") as site:
        browser = Browser(house_of(site))
        result = filled(browser).send()
        snapshot = site.attempted(result.reference)
        last = browser.get(result.url).settled()

        assert (result.status, last.status) == (200, 200)
        assert last.h1 == heading
        assert last.reference == snapshot.id
        assert snapshot.state in wanted_states
        assert bool(site.backend.ledger.pause_reasons().get("contact")) is closes


@pytest.mark.parametrize("slug", ["contact", "newsletter"])
def test_a_delivered_lead_is_thanked_for_in_the_forms_own_words(
    browser: Browser, slug: str
) -> None:
    page = browser.get(f"/f/{slug}").fill(email="ada@example.com")
    result = (page if slug == "contact" else page.fill(letter="true")).send()

    words = {
        "contact": ("Thank you for writing", "One of our gardeners will call you"),
        "newsletter": ("You are on the list", "The next letter goes out"),
    }[slug]
    assert result.h1 == words[0]
    assert words[1] in result.words
    assert result.title.startswith(words[0])
    assert result.refresh is None


def test_the_visitor_may_go_on_or_send_another(browser: Browser, site: Site) -> None:
    result = filled(browser).send()

    assert result.links == {
        "Continue": "https://larch-linden.example/gardens",
        "Send another message": f"{site.url}/f/contact",
    }
    (on,) = [link for link in result.tree.iter("a") if link.get("target")]
    assert on.get("target") == "_top"


def test_nobody_is_asked_to_send_again_what_was_refused(tmp_path: Path) -> None:
    with running_site(tmp_path, mode=Mode.ERROR_400) as site:
        result = filled(Browser(house_of(site))).send().settled()

        assert result.h1 == REFUSED
        assert "do not send it again" in result.words
        assert "Send another message" not in result.links


def test_the_page_looks_again_until_the_lead_has_arrived(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False) as site:
        sending = filled(Browser(house_of(site))).send()
        assert sending.h1 == SENDING
        assert sending.refresh == (1, f"{sending.url}?look=1#result")
        assert sending.links == {"Look again": f"{sending.url}?look=1#result"}
        again = sending.refreshed()
        assert again.h1 == SENDING

        site.backend.courier.start()
        site.attempted(sending.reference)

        assert again.refreshed().h1 == THANKS


def test_the_page_comes_to_rest_when_nobody_delivers(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False) as site:
        page = filled(Browser(house_of(site))).send()
        looks = 0
        while page.refresh:
            page = page.refreshed()
            looks += 1

        assert (looks, page.h1) == (5, RECEIVED)
        assert "You do not need to send it again" in page.words
        assert site.snapshot(page.reference).state is State.QUEUED


@pytest.mark.parametrize("look", ["-1", "many", "9" * 5000, "%00"])
def test_an_odd_count_of_looks_does_no_harm(browser: Browser, look: str) -> None:
    result = filled(browser).send()

    assert browser.get(f"{result.url}?look={look}").h1 == THANKS


def test_without_waiting_the_visitor_is_answered_at_once(tmp_path: Path) -> None:
    with running_site(tmp_path, mode=Mode.HANG, WAIT_SECONDS="0", DEADLINE_SECONDS="20") as site:
        result = filled(Browser(house_of(site))).send()

        assert result.h1 == SENDING
        assert site.sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
        site.sandbox.mode = Mode.OK  # drops whom it holds
        assert site.attempted(result.reference).state in {State.UNCONFIRMED, State.HELD}
        assert result.refreshed().h1 == RECEIVED


def test_a_lead_sent_while_all_couriers_are_busy_is_not_waited_for(tmp_path: Path) -> None:
    with running_site(
        tmp_path, mode=Mode.HANG, DEADLINE_SECONDS="20", WAIT_SECONDS="20", COURIER_THREADS="1"
    ) as site:
        with another_server(site, backend=with_settings(site, wait_seconds=0)) as hasty:
            filled(hasty).send()
        assert site.sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)

        # It would be waited for until the one who is busy gives up, and then be in doubt.
        assert filled(Browser(house_of(site))).send().h1 == SENDING
        site.sandbox.mode = Mode.OK


@pytest.mark.parametrize("mode", [Mode.ERROR_401, Mode.ERROR_403, Mode.ERROR_404])
def test_a_channel_that_refuses_us_closes_its_form_alone(site: Site, mode: Mode) -> None:
    close_form(site, mode)

    with another_server(site) as browser:
        closed = browser.get("/f/contact")
        assert (closed.status, closed.headers["Retry-After"]) == (503, "30")
        assert closed.h1 == "This form is closed for the moment"
        assert closed.title == "Closed for the moment – Talk to Larch & Linden"  # noqa: RUF001 - a title's dash
        assert closed.links == {"Try again": f"{browser.house.origin}/f/contact"}
        assert not closed.has_form
        assert browser.get("/f/contact/embed").status == 503
        assert browser.get("/f/newsletter").status == 200


def test_who_had_the_form_open_before_it_closed_loses_nothing(site: Site) -> None:
    # Nobody will tell what became of the lead: the visitor's wait is in vain.
    hasty = with_settings(site, wait_seconds=0.5)
    with another_server(site, backend=hasty, delivers=True) as browser:
        page = filled(browser)
        close_form(site)

        result = page.send().settled()

    assert result.h1 == RECEIVED
    assert site.snapshot(result.reference).state is State.QUEUED
    assert len(sent_bodies(site)) == 1  # of whoever closed it


def test_a_lead_of_a_closed_form_is_received_at_once_and_not_being_sent(
    site: Site, browser: Browser
) -> None:
    page = filled(browser)
    close_form(site)

    with another_server(site, delivers=True) as other:
        result = other.follow(other.post("/f/contact", page.values))

    assert (result.h1, result.refresh) == (RECEIVED, None)


def test_an_operator_opens_the_form_again(site: Site) -> None:
    close_form(site)
    site.sandbox.mode = Mode.OK
    site.backend.ledger.retry(LEAD_ID, actor="kim", reason="the channel is open")

    with another_server(site) as browser:
        assert browser.get("/f/contact").has_form
