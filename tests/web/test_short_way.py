"""A form without a fault is taken in past Flask, and nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from app import create_app
from forms.decoy import decoy_name
from leadframe.channels import Catalog
from leadframe.ledger import State
from leadframe.web.application import Application
from leadframe.web.parts import EXTENSION, Parts
from tests.pages import Browser
from tests.site import EXAMPLES, Site, as_served, running_site
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
Answered = tuple[str, list[tuple[str, str]], bytes]


def sent(app: Application, target: str, **values: str) -> Answered:
    """Send a form to an application, as a browser would."""
    environ = create_environ(
        target,
        "http://127.0.0.1:8000",
        method="POST",
        data=urlencode(values),
        content_type="application/x-www-form-urlencoded",
    )
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
    with running_site(tmp_path, RATE_LIMIT="requests 2/hour", MIN_FILL_SECONDS="0") as site:
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
    with running_site(tmp_path) as site:
        result = Browser(house_of(site)).get("/f/contact").fill(email="ada@example.com").send()

        assert site.attempted(result.reference).state is State.DELIVERED
