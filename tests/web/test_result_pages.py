"""What the page of an outcome says in each state: no more than is true at that moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadframe.lead import ALPHABET
from leadframe.ledger import Snapshot, State, Submission
from leadframe.sandbox import Mode
from leadframe.web.view_models import MOST_REFRESHES, Result, result_of, spoken_reference
from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.world import another_server, filled, house_of

NEXT = "If you get in touch about it, mention the reference."
OWN_NEXT = "You have a price from us within three working days."
STORED = Snapshot(
    id="ABCDEFGHJKLMNPQR",
    slug="contact",
    state=State.QUEUED,
    fence=0,
    tries=0,
    created_at=1_900_000_000.0,
    due_at=None,
    sent_at=None,
    delivered_at=None,
    purged_at=None,
    upstream_id=None,
    error="",
)
TOLD: dict[State, tuple[Result, Result]] = {
    # At the first look, and when the page no longer looks again by itself.
    State.QUARANTINED: (Result.SENDING, Result.RECEIVED),
    State.QUEUED: (Result.SENDING, Result.RECEIVED),
    State.SENDING: (Result.SENDING, Result.RECEIVED),
    State.UNCONFIRMED: (Result.RECEIVED, Result.RECEIVED),
    State.HELD: (Result.RECEIVED, Result.RECEIVED),
    State.DELIVERED: (Result.DELIVERED, Result.DELIVERED),
    State.DEAD: (Result.REFUSED, Result.REFUSED),
    State.WITHDRAWN: (Result.RECEIVED, Result.RECEIVED),
}


@pytest.mark.parametrize("state", State)
def test_only_a_delivered_lead_is_told_to_have_arrived(state: State) -> None:
    snapshot = STORED._replace(state=state)
    told = [
        result_of(snapshot, refreshes=looks, closed=False) for looks in range(MOST_REFRESHES + 1)
    ]

    assert (told[0], told[-1]) == TOLD[state]
    assert (Result.DELIVERED in told) is (state is State.DELIVERED)


@pytest.mark.parametrize("state", State)
def test_nothing_is_under_way_while_the_form_is_closed(state: State) -> None:
    told = result_of(STORED._replace(state=state), refreshes=0, closed=True)

    assert told is TOLD[state][1]


def test_what_was_tried_in_vain_waits_and_says_so() -> None:
    tried = STORED._replace(tries=1)

    assert result_of(tried, refreshes=0, closed=False) is Result.RECEIVED


def test_a_reference_can_be_read_out() -> None:
    assert spoken_reference(STORED.id) == "ABCD EFGH JKLM NPQR"
    assert not {"I", "O", "0", "1"} & set(ALPHABET)


def stored(site: Site, letter: str, *spam_reasons: str) -> str:
    """Store a lead without a page, and return the path of its outcome."""
    submission = Submission(
        id=letter * 16,
        slug="contact",
        payload={"email": "ada@example.com"},
        spam_reasons=spam_reasons,
    )
    site.backend.ledger.accept(submission)
    receipt = site.app.extensions["leadframe"].receipts.issue("contact", submission.id)
    return f"/f/contact/sent/{receipt}"


def test_what_looks_like_spam_reads_as_everybody_elses(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False) as site:
        browser = Browser(house_of(site))
        spam = browser.get(stored(site, "B", "a link in a name"))
        honest = browser.get(stored(site, "C"))

        for _ in range(MOST_REFRESHES + 1):
            assert spam.words.replace("BBBB", "CCCC") == honest.words
            assert bool(spam.refresh) is bool(honest.refresh)
            if spam.refresh:
                spam, honest = spam.refreshed(), honest.refreshed()

        assert spam.h1 == "We have your message"
        assert site.snapshot("B" * 16).state is State.QUARANTINED


def test_a_withdrawn_message_has_no_page_any_more(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False) as site:
        browser = Browser(house_of(site))
        address = stored(site, "B")
        assert browser.get(address).status == 200

        site.backend.ledger.purge("B" * 16, actor="kim", reason="asked to", unsent=True)

        assert browser.get(address).status == 404


def test_what_was_held_is_thanked_for_at_the_same_address_once_it_is_known(
    tmp_path: Path,
) -> None:
    with running_site(tmp_path, mode=Mode.ERROR_500, API_KEY="") as site:
        browser = Browser(house_of(site))
        result = filled(browser).send()
        site.attempted(result.reference)
        assert browser.get(result.url).settled().h1 == "We have your message"

        site.backend.ledger.confirm(result.reference, actor="kim", reason="it is in the CRM")

        assert browser.get(result.url).h1 == "Thank you for writing"


def quote(site: Site) -> Page:
    """Send a form with words of its own for what happens next."""
    page = Browser(house_of(site)).get("/f/quote")
    return page.fill(company_name="Acme", email="ada@example.com", building="barn").send()


def test_the_form_says_what_happens_next_when_its_lead_has_arrived(site: Site) -> None:
    result = quote(site).settled()

    assert result.h1 == "Your request has arrived"
    assert OWN_NEXT in result.words
    assert NEXT not in result.words


def test_without_words_of_its_own_the_page_says_to_keep_the_reference(browser: Browser) -> None:
    result = filled(browser).send().settled()

    assert result.h1 == "Thank you for writing"
    assert NEXT in result.words


def test_nothing_is_promised_while_the_lead_is_under_way_or_waits(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False, WAIT_SECONDS="0") as site:
        sending = quote(site)
        assert NEXT not in sending.words
        waiting = sending.settled()

        assert waiting.h1 == "We have your message"
        assert NEXT in waiting.words
        assert not [page for page in (sending, waiting) if OWN_NEXT in page.words]


def test_a_refused_lead_is_promised_nothing(tmp_path: Path) -> None:
    with running_site(tmp_path, mode=Mode.ERROR_400) as site:
        refused = quote(site).settled()

        assert refused.h1 == "We could not pass your message on"
        assert OWN_NEXT not in refused.words


def received_at(page: Page) -> Sequence[tuple[str, str]]:
    """Return when the page says the message came: for programs and for people."""
    return [(each.get("datetime", ""), each.text or "") for each in page.tree.iter("time")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", r"\d+\. \w+ \d{4}, \d\d\.\d\d"),
        ("en", r"\d+ \w+ \d{4}, \d\d.\d\d"),
        ("ar", r"\d+ \w+ \d{4}, \d+:\d\d \w"),
    ],
)
def test_the_page_says_when_the_message_came_in_the_forms_own_way(
    site: Site, language: str, words: str
) -> None:
    page = Browser(house_of(site)).get(f"/f/event?lang={language}")
    page = page.fill(first_name="Ada", last_name="King", email="ada@example.com")
    result = page.fill(days=["friday"], photos="true").send().settled()

    ((moment, told),) = received_at(result)
    created = datetime.fromtimestamp(site.snapshot(result.reference).created_at, UTC)
    assert moment == created.isoformat(timespec="seconds")
    assert re.fullmatch(words, told), told
    assert ("UTC" if language != "ar" else "بالتوقيت العالمي المنسق") in result.words


def test_the_time_is_that_of_the_first_sending(site: Site) -> None:
    page = filled(Browser(house_of(site)))
    first = page.send().settled()

    with another_server(site) as other:
        again = other.follow(other.post("/f/contact", page.values)).settled()

    assert received_at(again) == received_at(first)


def test_no_time_is_told_while_the_lead_is_under_way(tmp_path: Path) -> None:
    with running_site(tmp_path, couriers=False, WAIT_SECONDS="0") as site:
        sending = filled(Browser(house_of(site))).send()

        assert received_at(sending) == []
        assert len(received_at(sending.settled())) == 1
