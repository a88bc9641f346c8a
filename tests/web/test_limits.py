"""What a visitor meets who sends, or whose neighbours send, more than is let in."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from babel import Locale
from redis import Redis

from leadframe.channels import Catalog
from leadframe.errors import OverLimitError
from leadframe.ledger import State
from leadframe.rates import Rates
from leadframe.web.counters import Counters
from leadframe.web.limits import Limits
from leadframe.web.refusals import tell_later
from leadframe.web.sources import Sources
from tests.channels.files import form
from tests.pages import Browser, Page
from tests.redis_server import RedisServer
from tests.site import Site, running_site
from tests.web.senders import DECOY, Sender
from tests.web.test_reloading import Clock
from tests.web.world import all_fields_filled, another_server, filled, house_of, leads, ledger_gone

NETWORK = "very many messages have just come from your network"
EVERYWHERE = "very many messages are coming in just now"
NEIGHBOURS = 50
CLICKS = 4
FLOOD = 5
Limited = Callable[..., AbstractContextManager[Site]]


@pytest.fixture
def limited(tmp_path: Path) -> Limited:
    """Return what runs a site with limits, written `limited("source 2/hour")`."""

    @contextmanager
    def limited(rates: str, **settings: str) -> Iterator[Site]:
        with running_site(tmp_path, RATE_LIMIT=rates, **settings) as site:  # type: ignore[arg-type] # as a reader of the environment does
            yield site

    return limited


def visitor(site: Site, **headers: str) -> Browser:
    return Browser(house_of(site), headers={k.replace("_", "-"): v for k, v in headers.items()})


def windows_end(redis: RedisServer) -> None:
    """Make Redis forget all counts, as it does by itself when their time has come."""
    with Redis.from_url(redis.url) as client:
        client.flushall()


def asked_to_wait(page: Page, reason: str = NETWORK) -> bool:
    """Tell whether a page is the form again, with when to go on."""
    if page.status != 429:
        return False
    assert f"Nothing was sent, because {reason}. Everything you wrote is still here" in page.words
    assert re.search(r"please try again in (1 hour|\d+ minutes?)\.", page.words)
    assert int(page.headers["Retry-After"]) > 0
    assert page.title.startswith("Error: ")
    return True


def spam_from(site: Site, address: str) -> int:
    values = {"email": "ada@example.com", DECOY: "Ada"}
    return Sender(values=values, address=address).send(site).status_code


def without_token(page: Page) -> dict[str, list[str]]:
    return {name: value for name, value in page.values.items() if name != "token"}


# Nothing is lost


@pytest.mark.parametrize("way", ["", "/embed"])
def test_who_is_over_the_limit_keeps_all_and_is_told_when_to_go_on(
    limited: Limited, way: str
) -> None:
    with limited("source 1/10 minutes") as site:
        browser = visitor(site)
        filled(browser).send()
        page = all_fields_filled(browser, way)

        again = page.send()

        assert asked_to_wait(again)
        assert 0 < int(again.headers["Retry-After"]) <= 601
        assert without_token(again) == without_token(page)
        assert len(leads(site)) == 1


def test_pressing_later_works_and_a_repeat_meets_its_receipt(
    limited: Limited, redis: RedisServer
) -> None:
    with limited("source 1/hour", RATE_LIMIT_STORAGE=redis.url) as site:
        browser = visitor(site)
        filled(browser).send()
        page = filled(browser, first_name="Grace")
        again = page.send()
        assert asked_to_wait(again)
        assert asked_to_wait(again.send())

        windows_end(redis)
        result = again.send()

        assert result.settled().h1 == "Thank you for writing"
        # The place is taken again, and the old page still leads to what it brought.
        assert asked_to_wait(filled(browser).send())
        assert page.send().reference == again.send().reference == result.reference
        assert len(leads(site)) == 2


def test_a_repeat_is_led_to_its_receipt_however_much_was_sent(limited: Limited) -> None:
    with limited("source 1/hour; form 1/hour; deployment 1/hour") as site:
        page = filled(visitor(site))

        assert {page.send().reference for _ in range(3)} == {page.send().reference}
        assert len(leads(site)) == 1


def test_mistakes_count_as_no_lead(limited: Limited) -> None:
    with limited("source 1/hour; form 1/hour") as site:
        page = filled(visitor(site), email="ada@")
        for _ in range(10):
            page = page.send()
            assert page.status == 422

        assert page.fill(email="ada@example.com").send().h1 == "Thank you for writing"


def test_nobody_is_kept_from_reading_a_form(limited: Limited) -> None:
    with limited("requests 1/hour; source 1/hour") as site:
        browser = visitor(site)
        result = filled(browser).send()
        assert asked_to_wait(filled(browser).send())

        assert browser.get("/f/contact").status == 200
        assert browser.get(result.url).status == 200


def test_a_lead_that_could_not_be_stored_does_not_count(limited: Limited) -> None:
    with limited("source 1/hour") as site:
        page = filled(visitor(site))
        with ledger_gone(site):
            assert page.send().status == 503

        assert page.send().h1 == "Thank you for writing"


def test_many_clicks_at_once_take_one_place(limited: Limited) -> None:
    with limited(f"source {CLICKS}/hour; form {CLICKS}/hour") as site:
        page = filled(visitor(site))
        together = threading.Barrier(CLICKS)

        def click(_number: int) -> str:
            together.wait()
            return page.press().headers["Location"]

        with ThreadPoolExecutor(CLICKS) as clicks:
            assert len(set(clicks.map(click, range(CLICKS)))) == 1

        others = [filled(visitor(site)).press().status for _ in range(CLICKS)]
        assert others == [303] * (CLICKS - 1) + [429]


# What looks like spam


def test_a_flood_of_spam_keeps_nobody_else_out(limited: Limited) -> None:
    with limited("form 1/hour; deployment 1/hour") as site:
        for n in range(FLOOD):
            assert spam_from(site, f"198.51.100.{n}") == 303
        assert {lead.state for lead in leads(site)} == {State.QUARANTINED}

        assert filled(visitor(site)).press().status == 303
        assert asked_to_wait(filled(visitor(site)).send(), EVERYWHERE)


def test_who_sends_spam_runs_into_the_limit_of_a_source(limited: Limited) -> None:
    with limited("source 2/hour") as site:
        sent = [spam_from(site, "198.51.100.7") for _ in range(3)]

        assert sent == [303, 303, 429]
        assert spam_from(site, "198.51.100.8") == 303
        assert len(leads(site)) == 3


# Everything that is sent


@pytest.mark.parametrize("way", ["", "/embed"])
def test_steps_go_on_where_they_stopped(limited: Limited, redis: RedisServer, way: str) -> None:
    with limited("requests 2/hour", RATE_LIMIT_STORAGE=redis.url) as site:
        first = visitor(site).get(f"/f/project{way}").fill(first_name="Ada", email="ada@b.example")
        third = first.send().fill(kind="sauna", notes="Deep.").send()
        third = third.fill(budget="250 000", privacy="true")

        again = third.send()
        assert asked_to_wait(again)
        assert without_token(again) == without_token(third)
        assert again.headers["Cache-Control"] == third.headers["Cache-Control"]
        assert asked_to_wait(again.send("Back"))

        windows_end(redis)
        checked = again.send()
        assert checked.answers["What shall we build?"] == "A sauna"
        assert asked_to_wait(checked.send("Back")) is False
        windows_end(redis)
        assert checked.send().settled().h1 == "We have your project"


def test_too_many_requests_are_refused_before_they_are_judged(limited: Limited) -> None:
    with limited("requests 1/hour") as site:
        page = filled(visitor(site), email="ada@")
        assert page.send().summary

        again = page.send()

        assert asked_to_wait(again)
        assert again.summary == {}
        assert again.values["email"] == ["ada@"]


def test_nobody_agrees_while_waiting_to_words_that_changed(limited: Limited) -> None:
    with limited("requests 1/hour") as site:
        file, clock = site.channels / "newsletter.toml", Clock()
        catalog = Catalog(site.channels, environment={}, clock=clock)
        with another_server(site, backend=replace(site.backend, catalog=catalog)) as browser:
            filled(browser).send()
            page = browser.get("/f/newsletter").fill(email="ada@example.com", letter="true")
            file.write_text(file.read_text() + "\n# changed\n")
            clock.pass_by()

            again = page.send()

            assert asked_to_wait(again)
            assert again.values["email"] == ["ada@example.com"]
            assert "letter" not in again.values


# Which limits there are


def test_dozens_behind_one_address_are_let_in_by_default(limited: Limited) -> None:
    (per_source, *_) = Rates().source
    with limited("") as site:  # as where nothing is set
        page = filled(visitor(site))
        sent = [page.fill(first_name=f"Ada {n}").press() for n in range(per_source.count + 1)]

        assert per_source.count > NEIGHBOURS
        assert {answer.status for answer in sent[:-1]} == {303}
        assert asked_to_wait(sent[-1])


def test_a_form_has_a_limit_of_its_own(limited: Limited) -> None:
    with limited("form 1/hour") as site:
        browser = visitor(site)
        filled(browser).send()

        assert asked_to_wait(filled(browser).send(), EVERYWHERE)
        newsletter = browser.get("/f/newsletter").fill(email="a@b.example", letter="true")
        assert newsletter.press().status == 303


def test_a_channel_file_says_how_many_its_form_lets_in(limited: Limited) -> None:
    with limited("form 1/day") as site:
        file = site.channels / "fresh.toml"
        contact = (site.channels / "contact.toml").read_text()
        file.write_text(f"{contact}\n[limits]\nper_hour = 2\n")
        browser = visitor(site)

        assert [filled(browser, "fresh").press().status for _ in range(2)] == [303, 303]
        assert asked_to_wait(filled(browser, "fresh").send(), EVERYWHERE)


def test_all_forms_together_have_a_limit(limited: Limited) -> None:
    with limited("deployment 1/hour") as site:
        browser = visitor(site)
        filled(browser).send()

        newsletter = browser.get("/f/newsletter").fill(email="a@b.example", letter="true")
        assert asked_to_wait(newsletter.send(), EVERYWHERE)


def test_off_is_off(limited: Limited) -> None:
    with limited("off") as site:
        contact = (site.channels / "contact.toml").read_text()
        (site.channels / "fresh.toml").write_text(f"{contact}\n[limits]\nper_hour = 1\n")
        browser = visitor(site)

        assert [filled(browser, "fresh").press().status for _ in range(3)] == [303] * 3


def test_what_one_source_is_refused_takes_nobody_elses_place(limited: Limited) -> None:
    with limited("source 1/hour; form 2/hour", TRUSTED_PROXIES="1") as site:
        one, other = (visitor(site, X_Forwarded_For=f"192.0.2.{n}") for n in (1, 2))
        filled(one).send()
        for _ in range(3):
            assert asked_to_wait(filled(one).send())

        assert filled(other).press().status == 303


# Whose address counts


def sent_from(site: Site, forwarded_for: str) -> int:
    return filled(visitor(site, X_Forwarded_For=forwarded_for)).press().status


def test_without_a_trusted_proxy_a_forged_address_changes_nothing(limited: Limited) -> None:
    with limited("source 1/hour") as site:
        assert sent_from(site, "192.0.2.1") == 303
        assert sent_from(site, "192.0.2.2") == 429
        assert sent_from(site, "2001:db8::1, 192.0.2.3") == 429


def test_what_stands_beyond_the_trusted_proxies_changes_nothing(limited: Limited) -> None:
    with limited("source 1/hour", TRUSTED_PROXIES="1") as site:
        assert sent_from(site, "192.0.2.1") == 303
        assert sent_from(site, "198.51.100.9, 192.0.2.1") == 429
        assert sent_from(site, "203.0.113.5, 198.51.100.9, 192.0.2.1") == 429
        assert sent_from(site, "192.0.2.1, 192.0.2.2") == 303


def test_two_trusted_proxies_are_counted_from_the_near_end(limited: Limited) -> None:
    with limited("source 1/hour", TRUSTED_PROXIES="2") as site:
        assert sent_from(site, "192.0.2.1, 10.0.0.1") == 303
        assert sent_from(site, "198.51.100.9, 192.0.2.1, 10.0.0.2") == 429
        assert sent_from(site, "192.0.2.2, 10.0.0.1") == 303


def test_with_ipv6_a_64_is_one_source_and_an_old_address_in_new_clothes_too(
    limited: Limited,
) -> None:
    with limited("source 1/hour", TRUSTED_PROXIES="1") as site:
        assert sent_from(site, "2001:db8:1:2::1") == 303
        assert sent_from(site, "2001:db8:1:2:ffff::9") == 429
        assert sent_from(site, "2001:db8:1:3::1") == 303
        assert sent_from(site, "192.0.2.1") == 303
        assert sent_from(site, "::ffff:192.0.2.1") == 429


def test_whom_a_proxy_does_not_tell_apart_is_limited_by_form_alone(limited: Limited) -> None:
    with limited("source 1/hour; form 2/hour", TRUSTED_PROXIES="1") as site:
        assert [sent_from(site, "unknown") for _ in range(3)] == [303, 303, 429]


# Redis


def test_redis_is_told_no_address(limited: Limited, redis: RedisServer) -> None:
    with limited("", RATE_LIMIT_STORAGE=redis.url, TRUSTED_PROXIES="1") as site:
        sent_from(site, "192.0.2.77")

    with Redis.from_url(redis.url, decode_responses=True) as client:
        keys = list(client.scan_iter())
    kinds = sorted(re.sub("[0-9a-f]{32}", "NAME", key) for key in keys)
    assert kinds == [
        "LIMITS:leadframe/deployment/all/5000/3600",
        "LIMITS:leadframe/form/contact/1000/3600",
        "LIMITS:leadframe/requests/NAME/3000/600",
        "LIMITS:leadframe/source/NAME/200/3600",
        "LIMITS:leadframe/source/NAME/60/600",
    ]
    assert "192.0.2.77" not in " ".join(keys)


def test_without_redis_visitors_are_served_as_if_there_were_no_limit(
    limited: Limited, redis: RedisServer, capsys: pytest.CaptureFixture[str]
) -> None:
    with limited("requests 1/hour; source 1/hour", RATE_LIMIT_STORAGE=redis.url) as site:
        browser = visitor(site)
        filled(browser).send()
        assert asked_to_wait(filled(browser).send())

        redis.stop()
        results = [filled(browser).send().settled().h1 for _ in range(3)]

    assert set(results) == {"Thank you for writing"}
    logged = capsys.readouterr().err
    assert logged.count("no rate limit holds: their storage does not answer") == 1


def test_a_site_starts_without_redis(limited: Limited, redis: RedisServer) -> None:
    redis.stop()

    with limited("source 1/hour", RATE_LIMIT_STORAGE=redis.url) as site:
        assert [filled(visitor(site)).press().status for _ in range(2)] == [303, 303]


# The parts by themselves


def test_a_refusal_names_the_limit_and_never_whom_it_met() -> None:
    limits = Limits(Rates.parse("source 1/minute"), Counters.open("memory://"), Sources("k" * 32))
    limits.count_lead(form(), limits.source_of("192.0.2.7"))

    with pytest.raises(OverLimitError, match="over the limit of the source for") as refused:
        limits.admit_lead(form(), limits.source_of("192.0.2.7"))

    assert 0 < refused.value.wait_seconds <= 61
    assert "192.0.2.7" not in str(refused.value)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "in 1 minute"),
        (60, "in 1 minute"),
        (61, "in 2 minutes"),
        (599, "in 10 minutes"),
        (3001, "in 51 minutes"),
        (3600, "in 1 hour"),
        (3601, "in 2 hours"),
        (86400, "in 1 day"),
    ],
)
def test_nobody_is_told_to_come_back_too_soon(seconds: int, told: str) -> None:
    assert tell_later(seconds, Locale("en")) == told


def test_when_to_come_back_is_told_in_the_visitors_language() -> None:
    assert tell_later(300, Locale("da")) == "om 5 minutter"
