"""Scripts that send spam reach nobody, and nobody honest is taken for one."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest

from leadframe.ledger import State
from tests.site import Site
from tests.web.senders import (
    DECOY,
    FIREFOX,
    FROM_PAGE,
    Sender,
    post,
    still_site,
    stored_as,
    token_of,
)
from tests.web.world import leads

# `LEADFRAME_TEST_SPAM=10000 pytest tests/web/test_spam.py` MINUTES.
SCRIPTED = int(os.environ.get("LEADFRAME_TEST_SPAM", "300"))
HONEST = 200
SEED = 20260
PITCH = "We place your company on page one of every search engine, guaranteed, from 99 a month."
SCRIPT = {"User-Agent": "python-requests/2.32.3"}
RECEIPT = re.compile(r"/sent/[^#&\"]+")
Script = Callable[[Site, Random], int]


def person(random: Random) -> dict[str, str]:
    """Make up who somebody is."""
    name = "".join(random.choices("abcdefghijklmnoprstuvy", k=8))
    return {"email": f"{name}@example.com", "first_name": name.title(), "last_name": "King"}


def sends(
    values: Mapping[str, str], *, seconds: float = 30.0, headers: Mapping[str, str] = FROM_PAGE
) -> Script:
    """Return a script that sends the form with these values over those of a person."""

    def run(site: Site, random: Random) -> int:
        sender = Sender(values={**person(random), **values}, seconds=seconds, headers=headers)
        return sender.send(site).status_code

    return run


def sends_what_it_knows(*, seconds: float = 0.0, headers: Mapping[str, str] = FROM_PAGE) -> Script:
    """Return a script that sends the token and the fields it was written for, and no more."""

    def run(site: Site, random: Random) -> int:
        values = person(random) | {"token": token_of(site, seconds=seconds), "notes": "Hello"}
        return post(site, values, headers=headers).status_code

    return run


def never_saw_the_page(site: Site, random: Random) -> int:
    return post(site, person(random) | {"notes": PITCH}).status_code


def forges_its_token(site: Site, random: Random) -> int:
    token = token_of(site)[:-6] + "AAAAAA"
    return post(site, person(random) | {"token": token, DECOY: ""}).status_code


def brings_the_token_of_another_form(site: Site, random: Random) -> int:
    token = token_of(site, slug="newsletter")
    return post(site, person(random) | {"token": token, DECOY: ""}).status_code


def keeps_a_token_for_days(site: Site, random: Random) -> int:
    token = token_of(site, seconds=200_000)
    return post(site, person(random) | {"token": token, DECOY: ""}).status_code


REFUSED: tuple[Script, ...] = (
    never_saw_the_page,
    forges_its_token,
    brings_the_token_of_another_form,
    keeps_a_token_for_days,
)
KEPT_APART: tuple[Script, ...] = (
    sends({DECOY: "Ada"}, seconds=0.1),
    sends({DECOY: "https://pills.example"}, seconds=90),
    sends_what_it_knows(),
    sends_what_it_knows(seconds=30, headers=SCRIPT),
    sends({"first_name": "Prize: https://prize.example"}, seconds=60),
    sends({"last_name": "<a href=//prize.example>King"}, seconds=0.2),
    sends({"notes": "http://a.example http://b.example http://c.example"}, seconds=0.3),
    sends({"notes": "[url=http://a.example]pills[/url]"}, seconds=0.3),
    sends({"notes": "<a href=http://a.example>pills</a>"}, headers=SCRIPT),
    sends({"notes": PITCH, "email": "x@mailinator.com"}, seconds=0.1, headers=SCRIPT),
    sends({"company_name": "www.pills.example"}, seconds=0.1, headers=SCRIPT),
)


def run_scripts(site: Site, scripts: tuple[Script, ...], times: int) -> Counter[int]:
    random = Random(SEED)  # noqa: S311 - made-up people need no secrecy
    return Counter(script(site, random) for script in islice(cycle(scripts), times))


def test_nothing_that_scripts_send_is_delivered(tmp_path: Path) -> None:
    with still_site(tmp_path) as site:
        answers = run_scripts(site, (*REFUSED, *KEPT_APART), SCRIPTED)
        kept = site.backend.ledger.list(limit=SCRIPTED + 1)

        assert set(answers) == {303, 422}
        assert len(kept) == answers[303]
        assert {one.state for one in kept} == {State.QUARANTINED}
        assert site.sandbox.received == []


def test_a_script_without_a_token_of_the_page_is_shown_the_form_again(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False) as site:
        assert run_scripts(site, REFUSED, len(REFUSED)) == {422: len(REFUSED)}
        assert leads(site) == []


def test_whatever_is_kept_apart_has_its_reasons_on_record(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False) as site:
        run_scripts(site, KEPT_APART, len(KEPT_APART))
        stories = [site.backend.ledger.story(one.id) for one in leads(site)]

        assert len(stories) == len(KEPT_APART)
        reasons = {story.events[0].reason for story in stories}
        assert "" not in reasons
        assert len(reasons) > len(KEPT_APART) / 2


def test_a_text_that_comes_again_and_again_in_haste_is_kept_apart(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False) as site:
        run_scripts(site, (sends({"notes": PITCH}, seconds=0.1),), 8)

        states = [one.state for one in reversed(leads(site))]
        assert states == [State.QUEUED] * 3 + [State.QUARANTINED] * 5


LYNX = {"User-Agent": "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.5.1"}
W3M = {"User-Agent": "w3m/0.5.3+git20230121"}
PHONE = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1",
    "Sec-Fetch-Site": "same-origin",
}
SANDBOXED = {"User-Agent": FIREFOX, "Origin": "null", "Sec-Fetch-Site": "cross-site"}
STAND = "Met us at the fair in Odense, hall 4, and would like to be called about a quotation."
OFFICE = "203.0.113.7"
# What a visitor of each kind is like: the values, the seconds, what the browser says.
KINDS: tuple[tuple[dict[str, str], float, dict[str, str]], ...] = (
    ({}, 0.4, FROM_PAGE),  # filled in by the browser, with one key
    ({"notes": "Please call me."}, 3.0, FROM_PAGE),
    ({"notes": "With a screen reader, at leisure."}, 900.0, FROM_PAGE),
    ({}, 7_000.0, FROM_PAGE),  # had lunch meanwhile
    ({}, 1.0, {"User-Agent": ""}),  # Tor, or a proxy that takes everything away
    ({"notes": "No header but the one."}, 20.0, {"User-Agent": FIREFOX}),
    ({"notes": "Sent with lynx"}, 45.0, LYNX),
    ({"notes": "Sent with w3m"}, 1.5, W3M),
    ({"notes": "Please call me."}, 12.0, PHONE),
    ({"notes": STAND}, 9.0, PHONE),  # the staff of a stand, with one text for all
    ({"email": "ada@mailinator.com"}, 0.5, SANDBOXED),
    ({"company_name": "https://acme.example"}, 0.8, FROM_PAGE),
    ({"company_name": "Booking.com"}, 1.2, SANDBOXED),
    ({"notes": "See https://acme.example/plan and www.acme.example/map"}, 30.0, FROM_PAGE),
    ({"notes": "Our <a href> is broken: https://acme.example"}, 50.0, FROM_PAGE),
    ({"first_name": "Dr.med. Søren", "last_name": "O'Neill-Ågård"}, 1.9, FROM_PAGE),
    (
        {"first_name": "美咲", "last_name": "山田", "notes": "よろしくお願いします。" * 9},
        25.0,
        PHONE,
    ),
)


def honest_people() -> Iterator[Sender]:
    random = Random(SEED)  # noqa: S311 - made-up people need no secrecy
    for number, (values, seconds, headers) in enumerate(cycle(KINDS)):
        address = OFFICE if headers is PHONE else f"198.51.100.{number % 250}"
        yield Sender(
            values=person(random) | values, seconds=seconds, headers=headers, address=address
        )


def test_no_honest_visitor_is_refused_or_kept_apart(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False, WAIT_SECONDS="0") as site:
        people = list(islice(honest_people(), HONEST))
        answers = [one.send(site) for one in people]
        found = [site.backend.ledger.story(stored_as(answer)) for answer in answers]

        kept_apart = [
            (one, story.events[0].reason)
            for one, story in zip(people, found, strict=True)
            if story.snapshot.state is not State.QUEUED
        ]
        assert kept_apart == []
        assert len({story.snapshot.id for story in found}) == HONEST


def test_who_corrects_a_mistake_at_once_is_in_no_haste(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False, WAIT_SECONDS="0") as site:
        values = {"email": "ada@", DECOY: "", "token": token_of(site, seconds=30)}
        again = post(site, values)
        assert again.status_code == 422
        token = again.text.partition('name="token" value="')[2].partition('"')[0]

        # Two more things that are held against nobody alone.
        corrected = values | {
            "email": "ada@mailinator.com",
            "token": token,
            "notes": "[url]x[/url]",
        }
        stored = post(site, corrected)

        first = site.backend.ledger.story(stored_as(stored)).events[0]
        assert "sent within" not in first.reason
        assert (first.to_state, first.reason.count(";")) == (State.QUARANTINED, 1)


@pytest.mark.parametrize(("seconds", "state"), [("0", "queued"), ("2", "quarantined")])
def test_the_time_that_people_need_at_least_is_a_setting(
    tmp_path: Path, seconds: str, state: str
) -> None:
    with still_site(tmp_path, couriers=False, MIN_FILL_SECONDS=seconds) as site:
        values = {"email": "ada@example.com", "token": token_of(site)}

        answer = post(site, values)

        assert site.snapshot(stored_as(answer)).state == state


def test_a_script_cannot_tell_its_answer_from_that_of_a_lead_that_waits(tmp_path: Path) -> None:
    with still_site(tmp_path, couriers=False, WAIT_SECONDS="0") as site:
        values = {"email": "ada@example.com"}
        spam = Sender(values={**values, DECOY: "Ada"}).send(site)
        honest = Sender(values=values).send(site)
        kept, queued = stored_as(spam), stored_as(honest)

        assert site.snapshot(kept).state is State.QUARANTINED
        assert site.snapshot(queued).state is State.QUEUED
        assert spam.status == honest.status == "303 SEE OTHER"
        for one, other in zip(spam.headers, honest.headers, strict=True):
            assert RECEIPT.sub("", str(one)) == RECEIPT.sub("", str(other))
        assert RECEIPT.sub("", spam.text) == RECEIPT.sub("", honest.text)


def test_an_operator_reads_why_and_lets_it_go(tmp_path: Path) -> None:
    with still_site(tmp_path) as site:
        kept = stored_as(Sender(values=person(Random(SEED)) | {DECOY: "Ada"}).send(site))  # noqa: S311 - likewise
        assert site.sandbox.received == []

        ledger = site.backend.ledger
        (event,) = ledger.story(kept).events
        assert event.reason == "the field that is to be left empty was filled in (10)"
        ledger.release(kept, actor="kim", reason="she told us on the phone")
        site.backend.courier.wake()

        assert site.attempted(kept).state is State.DELIVERED
