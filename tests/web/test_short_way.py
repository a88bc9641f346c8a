"""A form without a fault is taken in past Flask, and nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import product
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NoReturn, cast
from urllib.parse import urlencode
from wsgiref.types import WSGIEnvironment

import pytest
from pydantic import SecretStr
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from forms.decoy import decoy_name
from leadframe.channels import Catalog
from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Accepted, Ledger, State
from leadframe.rates import Rates
from leadframe.serving import Answer
from leadframe.web.application import Application
from leadframe.web.parts import EXTENSION, Parts
from tests.pages import Browser
from tests.site import EXAMPLES, PATIENCE_SECONDS, Site, as_served, running_site
from tests.web.senders import FROM_PAGE
from tests.web.test_confirming import DOUBTFUL
from tests.web.test_confirming import FORM as FORM_THAT_ASKS
from tests.web.test_kept_pages import token_in
from tests.web.test_reloading import Clock
from tests.web.world import house_of, leads, with_settings

SLUG = "contact"
FORM_OF_ITS_OWN = (EXAMPLES / "contact.toml").read_text().partition("[embed]")[0]
WAYS = ("", "/embed")
QUERIES = ("?sent=1", "?lang=da&sent=1", "?theme=dark&sent=1", "?lang=xx&theme=red&sent=1", "")
NOTHING: Mapping[str, str] = {}
BY_A_PROXY = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "forms.example",
    "X-Forwarded-Port": "8443",
}
# The short way is what this is about: it is there even where the others are tried without it.
ENOUGH_BYTES = "1000000"
Answered = tuple[str, list[tuple[str, str]], bytes]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, PAGE_CACHE_BYTES=ENOUGH_BYTES) as running:
        yield running


def sending(target: str, said: Mapping[str, str] = NOTHING, /, **values: str) -> WSGIEnvironment:
    """Return the environment of a form that is sent, as a browser would."""
    return create_environ(
        target,
        "http://127.0.0.1:8000",
        method="POST",
        headers=dict(said),
        data=urlencode(values),
        content_type="application/x-www-form-urlencoded",
    )


def sent(
    app: Application, target: str, said: Mapping[str, str] = NOTHING, /, **values: str
) -> Answered:
    """Send a form to an application, as a browser would."""
    environ = sending(target, said, **values)
    pieces, status, headers = run_wsgi_app(as_served(app), environ, buffered=True)
    return status, sorted(headers), b"".join(pieces)


def values_from(app: Application, slug: str = SLUG) -> dict[str, str]:
    """Return what the page of a form sends by itself."""
    pieces, _, _ = run_wsgi_app(app, create_environ(f"/f/{slug}"), buffered=True)
    return {decoy_name(slug): "", "token": token_in(b"".join(pieces)).decode()}


def without_layer(site: Site, **changed: Any) -> Application:
    return create_app(backend=with_settings(site, page_cache_bytes=0, **changed))


@pytest.mark.parametrize("public_url", [None, "https://forms.example"])
def test_whoever_sends_a_form_is_led_on_as_flask_would(site: Site, public_url: str | None) -> None:
    short = create_app(backend=with_settings(site, public_url=public_url))
    plain = without_layer(site, public_url=public_url)
    page = values_from(plain)
    for number, (way, query) in enumerate(product(WAYS, QUERIES)):
        values = {**page, "email": f"ada{number}@example.com"}

        answers = [sent(app, f"/f/{SLUG}{way}{query}", **values) for app in (short, plain)]

        assert answers[0] == answers[1]
        assert answers[0][0] == "303 SEE OTHER"
    assert len(leads(site)) == len(WAYS) * len(QUERIES)


def test_who_comes_by_a_proxy_is_led_on_as_flask_would(site: Site) -> None:
    """The first has a thread, the second none: what is believed is believed twice there."""
    short = create_app(backend=with_settings(site, trusted_proxies=1))
    plain = without_layer(site, trusted_proxies=1)
    page = values_from(plain)
    for number in range(2):
        values = {**page, "email": f"ada{number}@example.com"}

        answers = [sent(app, f"/f/{SLUG}", BY_A_PROXY, **values) for app in (short, plain)]

        assert answers[0] == answers[1]
        assert dict(answers[0][1])["Location"].startswith("https://forms.example:8443/")


def test_whom_a_proxy_named_is_counted_once_where_no_thread_is_had(site: Site) -> None:
    rates = Rates.parse("source 2/hour")
    app = create_app(backend=with_settings(site, trusted_proxies=1, rate_limit=rates))
    page = values_from(app)

    answers = [
        sent(app, f"/f/{SLUG}", BY_A_PROXY, **page, email=f"ada{number}@example.com")
        for number in range(3)
    ]

    assert [status[:3] for status, _, _ in answers] == ["303", "303", "429"]


def test_a_partner_who_is_new_may_frame_the_next_answer(site: Site) -> None:
    file, clock = site.channels / "fresh.toml", Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)
    short = create_app(backend=replace(with_settings(site), catalog=catalog))
    for number, partner in enumerate(("https://one.example", "https://two.example")):
        file.write_text(f'{FORM_OF_ITS_OWN}\n[embed]\norigins = ["{partner}"]\n')
        clock.pass_by()
        page = values_from(short, "fresh")

        _, headers, _ = sent(short, "/f/fresh/embed", **page, email=f"ada{number}@example.com")

        assert dict(headers)["Content-Security-Policy"].endswith(f"frame-ancestors {partner}")


def test_what_has_to_be_confirmed_counts_as_one_request(tmp_path: Path) -> None:
    with running_site(
        tmp_path,
        PAGE_CACHE_BYTES=ENOUGH_BYTES,
        RATE_LIMIT="requests 2/hour",
        MIN_FILL_SECONDS="0",
    ) as site:
        (site.channels / "fair.toml").write_text(FORM_THAT_ASKS)
        person = Browser(house_of(site), FROM_PAGE)
        asked = person.get("/f/fair").fill(email="a@b.example", notes=DOUBTFUL)

        assert asked.send().press().status == 303
        assert asked.press().status == 429


class BrokenLedger:
    """A ledger with a bug."""

    def accept(self, _new: object) -> None:
        raise ZeroDivisionError("ada@example.com")


class BrokenTokens:
    """A reader of tokens with a bug."""

    def read(self, _slug: str, _text: str) -> None:
        raise ZeroDivisionError("ada@example.com")


@pytest.mark.parametrize("broken", [{"ledger": BrokenLedger()}, {"tokens": BrokenTokens()}])
def test_a_fault_of_ours_has_its_page_and_its_log_line(
    site: Site, capfd: pytest.CaptureFixture[str], broken: dict[str, Any]
) -> None:
    app = create_app(backend=with_settings(site))
    page = values_from(app)
    parts: Parts = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(parts, **broken)

    status, _, body = sent(app, f"/f/{SLUG}", **page, email="ada@example.com")

    assert status == "500 INTERNAL SERVER ERROR"
    assert b"Something went wrong on our side" in body
    told = capfd.readouterr().err
    assert told.count('"fault in a request", "error": "ZeroDivisionError"') == 1
    assert "ada@" not in told


def test_a_lead_on_the_short_way_is_delivered(tmp_path: Path) -> None:
    with running_site(tmp_path, PAGE_CACHE_BYTES=ENOUGH_BYTES) as site:
        result = Browser(house_of(site)).get("/f/contact").fill(email="ada@example.com").send()

        assert site.attempted(result.reference).state is State.DELIVERED


class Visitor:
    """Sends a form to what begins at once, as another did before, and keeps what it is replied."""

    def __init__(self, app: Application, ledger: object | None = None) -> None:
        assert app.at_once
        self._app = app
        self._at_once = app.at_once
        self._page = values_from(app)
        sent(app, f"/f/{SLUG}", **self._page, email="first@example.com")
        if ledger:
            parts: Parts = app.extensions[EXTENSION]
            app.extensions[EXTENSION] = replace(parts, ledger=cast("Ledger", ledger))
        self._environ: WSGIEnvironment = {}
        self._replies: SimpleQueue[Answer | None] = SimpleQueue()

    def begins(self, email: str = "ada@example.com") -> bool:
        """Send the form, and say whether that was begun at once."""
        self._environ = sending(f"/f/{SLUG}", **self._page, email=email)

        def reply(answer: Answer | None) -> None:
            self._replies.put(answer)

        return self._at_once.begin(self._environ, reply)

    def reply(self) -> Answer | None:
        """Wait for the reply."""
        return self._replies.get(timeout=PATIENCE_SECONDS)

    def gives_up(self) -> None:
        """Wait for it no longer."""
        self._at_once.give_up(self._environ)

    def asks_the_application(self) -> tuple[str, str]:
        """Return status and page of what the application answers in the end."""
        pieces, status, _ = run_wsgi_app(self._app, self._environ, buffered=True)
        return status, b"".join(pieces).decode()


def test_who_waits_for_the_ledger_alone_is_replied_to_when_the_lead_is_stored(site: Site) -> None:
    visitor = Visitor(create_app(backend=with_settings(site)))

    assert visitor.begins()
    reply = visitor.reply()

    assert reply
    assert reply[0] == HTTPStatus.SEE_OTHER
    assert [lead.state for lead in leads(site)] == [State.QUEUED] * 2


def test_a_reply_is_the_same_whichever_way_it_comes(site: Site) -> None:
    app = create_app(backend=with_settings(site))
    visitor = Visitor(app)
    page = values_from(app)

    assert visitor.begins()
    reply = visitor.reply()
    assert reply
    status, headers, body = sent(app, f"/f/{SLUG}", **page, email="bo@example.com")

    assert status == "303 SEE OTHER"
    assert {name for name, _ in reply[1]} == {name for name, _ in headers}
    assert reply[2] == body


@pytest.mark.parametrize(("wait_seconds", "is_begun"), [(5.0, False), (0.0, True)])
def test_who_may_see_the_outcome_waits_for_it_in_a_thread(
    site: Site, wait_seconds: float, *, is_begun: bool
) -> None:
    backend = with_settings(site, wait_seconds=wait_seconds)

    visitor = Visitor(create_app(backend=backend, delivers=True))

    assert visitor.begins() is is_begun


def test_counts_that_are_elsewhere_are_asked_in_a_thread(site: Site) -> None:
    far = {"rate_limit": Rates(), "rate_limit_storage": SecretStr("redis://127.0.0.1:9")}

    visitor = Visitor(create_app(backend=with_settings(site, **far)))

    assert not visitor.begins()


class LedgerThatWaits:
    """A ledger that stores nothing until it is told what comes of it."""

    def __init__(self) -> None:
        self.begun: list[Callable[[Accepted], None]] = []

    def begin_to_accept(self, _new: object, told: Callable[[Accepted], None]) -> None:
        self.begun.append(told)


def fail() -> NoReturn:
    raise LedgerUnavailableError("the disk is full")


def test_whose_lead_could_not_be_stored_is_told_so_and_keeps_what_was_written(site: Site) -> None:
    ledger = LedgerThatWaits()
    visitor = Visitor(create_app(backend=with_settings(site)), ledger)

    assert visitor.begins("ada@example.com")
    ledger.begun[0](fail)
    assert visitor.reply() is None
    status, page = visitor.asks_the_application()

    assert status == "503 SERVICE UNAVAILABLE"
    assert "ada@example.com" in page


def test_a_fault_while_it_is_stored_is_met_by_flask_as_well(site: Site) -> None:
    ledger = LedgerThatWaits()
    visitor = Visitor(create_app(backend=with_settings(site)), ledger)

    assert visitor.begins()
    ledger.begun[0](cast("Accepted", [].pop))
    assert visitor.reply() is None

    assert visitor.asks_the_application()[0] == "500 INTERNAL SERVER ERROR"


def test_who_waits_in_vain_for_the_ledger_is_told_so(site: Site) -> None:
    visitor = Visitor(create_app(backend=with_settings(site)), LedgerThatWaits())

    assert visitor.begins("ada@example.com")
    visitor.gives_up()
    status, page = visitor.asks_the_application()

    assert status == "503 SERVICE UNAVAILABLE"
    assert "ada@example.com" in page


def test_leads_that_are_being_stored_count_before_more_are_begun(site: Site) -> None:
    rates = Rates.parse("deployment 3/hour")
    app = create_app(backend=with_settings(site, rate_limit=rates))
    visitor = Visitor(app, LedgerThatWaits())

    begun = [visitor.begins(f"ada{number}@example.com") for number in range(3)]

    assert begun == [True, True, False]


def test_the_first_of_its_kind_is_left_to_a_thread(site: Site) -> None:
    app = create_app(backend=with_settings(site))
    page = values_from(app)
    assert app.at_once

    environ = sending(f"/f/{SLUG}", **page, email="first@example.com")

    assert not app.at_once.begin(environ, lambda _answer: None)
