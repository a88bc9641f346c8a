"""Every header of every kind of page, with its whole value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page_rules import House
from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.world import close_form, filled, house_of

PUBLIC = "https://forms.example"
PARTNERS = "http://localhost:8000 https://partner.example"
# What says how the answer was sent, and when; the first is the development server's own.
OF_THE_MESSAGE = {"Server", "Date", "Connection", "Content-Length", "Content-Encoding"}

ALWAYS = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Strict-Transport-Security": "max-age=63072000",
}
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
HOSTED = {"X-Frame-Options": "DENY"}
FRAMED = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
KEPT = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Accept-Encoding"}
FLEETING = {"Cache-Control": "no-store"}


def policy(ancestors: str, *, styles: int = 1) -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src {' '.join(['(hash)'] * styles)}; img-src 'self' data:;"
            f" form-action {PUBLIC}; base-uri 'none'; frame-ancestors {ancestors}"
        )
    }


def headers_of(page: Page) -> dict[str, str]:
    """Return a page's headers, with "(hash)" for each hash of a stylesheet."""
    told = {name: value for name, value in page.headers.items() if name not in OF_THE_MESSAGE}
    shown = re.sub(r"'sha256-[A-Za-z0-9+/]{43}='", "(hash)", told["Content-Security-Policy"])
    return told | {"Content-Security-Policy": shown}


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, PUBLIC_URL=PUBLIC) as site:
        yield site


@pytest.fixture
def browser(public: Site) -> Browser:
    return Browser(house_of(public, origin=PUBLIC), server=public.url)


def test_a_form(browser: Browser) -> None:
    hosted, framed = browser.get("/f/contact"), browser.get("/f/contact/embed")

    assert headers_of(hosted) == {**ALWAYS, **HOSTED, **KEPT, **policy("'none'")}
    assert headers_of(framed) == {**ALWAYS, **FRAMED, **KEPT, **policy(PARTNERS)}


def test_a_form_with_faults(browser: Browser) -> None:
    hosted, framed = browser.post("/f/contact"), browser.post("/f/contact/embed")

    assert headers_of(hosted) == {**ALWAYS, **HOSTED, **FLEETING, **policy("'none'")}
    assert headers_of(framed) == {**ALWAYS, **FRAMED, **FLEETING, **policy(PARTNERS)}


def test_a_form_with_a_stylesheet_of_its_own(browser: Browser) -> None:
    hosted = headers_of(browser.get("/f/workshop"))

    assert hosted == {**ALWAYS, **HOSTED, **KEPT, **policy("'none'", styles=2)}


@pytest.mark.parametrize(("way", "framing"), [("", HOSTED), ("/embed", FRAMED)])
def test_a_redirect_and_the_outcome_it_leads_to(
    browser: Browser, way: str, framing: dict[str, str]
) -> None:
    ancestors = PARTNERS if way else "'none'"
    redirect = filled(browser, f"contact{way}").press()
    result = browser.follow(redirect)

    wanted = {**ALWAYS, **framing, **FLEETING, **policy(ancestors)}
    location = {"Location": redirect.headers["Location"]}
    refresh = {"Refresh": result.headers["Refresh"]} if way else {}
    assert headers_of(redirect) == wanted | location
    assert headers_of(result) == wanted | refresh
    assert redirect.headers["Location"].startswith(f"{PUBLIC}/f/contact{way}/sent/")
    assert not way or result.headers["Refresh"].startswith(f"1;url={PUBLIC}/f/contact{way}/sent/")


@pytest.mark.parametrize(("way", "framing"), [("", HOSTED), ("/embed", FRAMED)])
def test_a_closed_form(browser: Browser, public: Site, way: str, framing: dict[str, str]) -> None:
    close_form(public)

    page = browser.get(f"/f/contact{way}")

    ancestors = PARTNERS if way else "'none'"
    wanted = {**ALWAYS, **framing, **FLEETING, **policy(ancestors), "Retry-After": "30"}
    assert (page.status, headers_of(page)) == (503, wanted)


@pytest.mark.parametrize("path", ["/", "/f/nobody", "/f/nobody/embed", "/f/contact/embed/x"])
def test_what_is_not_there_cannot_be_framed(browser: Browser, path: str) -> None:
    unframed = replace_framers(browser)

    wanted = {**ALWAYS, **HOSTED, **FLEETING, **policy("'none'")}
    assert headers_of(unframed.get(path)) == wanted


def test_an_answer_for_machines(browser: Browser) -> None:
    wanted = {**ALWAYS, **PLAIN, **HOSTED, **FLEETING, **policy("'none'")}

    assert headers_of(browser.get("/healthz")) == wanted
    assert headers_of(browser.get("/readyz")) == wanted


def test_a_logo(browser: Browser) -> None:
    page = browser.get("/f/workshop")
    (address, *_) = [image.get("src", "") for image in page.tree.iter("img")]

    assert headers_of(browser.get(address)) == {
        **ALWAYS,
        **HOSTED,
        "Content-Type": "image/svg+xml; charset=utf-8",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
        ),
    }


@pytest.mark.parametrize("settings", [{}, {"PUBLIC_URL": "http://forms.example"}])
def test_who_may_be_reached_without_tls_promises_none(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with running_site(tmp_path, couriers=False, **settings) as site:  # type: ignore[arg-type] # as a reader of the environment does
        origin = settings.get("PUBLIC_URL", site.url)
        browser = Browser(house_of(site, origin=origin), server=site.url)

        assert "Strict-Transport-Security" not in browser.get("/f/contact").headers


def replace_framers(browser: Browser) -> Browser:
    """Return the browser for what no partner may frame."""
    house = House(origin=browser.house.origin, only_https=True)
    return Browser(house, server=browser.server)
