"""One rendered page for several visitors, where the settings allow it; their leads are theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.nginx import running_nginx
from tests.pages import Browser
from tests.site import Site, running_site
from tests.web.world import house_of, leads

PUBLIC = "https://forms.example"


@pytest.fixture(scope="module", params=["", "0"], ids=["kept", "rendered"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Run a site whose pages may be shared, with kept pages and without."""
    folder = tmp_path_factory.mktemp("shared")
    with running_site(
        folder,
        couriers=False,
        PUBLIC_URL=PUBLIC,
        TRUSTED_PROXIES="1",
        PAGE_SHARED_SECONDS="60",
        PAGE_CACHE_BYTES=request.param,
    ) as site:
        yield site


@pytest.fixture
def visitor(shared: Site) -> Browser:
    return Browser(house_of(shared, origin=PUBLIC), server=shared.url)


@pytest.fixture(scope="module")
def nginx(shared: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser of the same site behind nginx."""
    with running_nginx(tmp_path_factory.mktemp("nginx"), shared.url) as url:
        yield Browser(house_of(shared, origin=PUBLIC), server=url)


def token(browser: Browser, address: str, **headers: str) -> str:
    return browser.get(address, **headers).values["token"][0]


def test_only_what_is_the_same_for_all_may_be_shared(visitor: Browser) -> None:
    may_be = {
        address: "s-maxage=60" in visitor.get(address).headers["Cache-Control"]
        for address in (
            *("/f/event", "/f/event/embed?lang=da&theme=dark", "/f/project"),
            *("/f/event?email=ada@example.com", "/f/event?lang=da&x=1", "/f/nobody", "/healthz"),
        )
    }

    assert list(may_be.values()) == [True] * 3 + [False] * 4
    step = visitor.get("/f/project").send()
    assert step.headers["Cache-Control"] != "max-age=0, s-maxage=60"


def test_two_who_share_a_page_are_two_leads_and_a_double_click_is_one(
    visitor: Browser, shared: Site
) -> None:
    page = visitor.get("/f/contact")
    before = len(leads(shared))
    ada, bob = (page.fill(email=f"{name}@example.com") for name in ("ada", "bob"))

    receipts = [each.press().headers["Location"] for each in (ada, bob, ada, bob)]

    assert receipts[:2] == receipts[2:]
    assert len(set(receipts)) == 2
    assert len(leads(shared)) - before == 2


def test_behind_nginx_two_visitors_are_one_request_for_us(nginx: Browser) -> None:
    assert token(nginx, "/f/contact") == token(nginx, "/f/contact")
    assert token(nginx, "/f/contact/embed") != token(nginx, "/f/contact")


def test_behind_nginx_each_reads_their_own_language_and_encoding(nginx: Browser) -> None:
    german, danish = (nginx.get("/f/event", Accept_Language=tag) for tag in ("de", "da"))
    plain = nginx.get("/f/event", Accept_Language="de", Accept_Encoding="identity")

    assert [page.language[0] for page in (german, danish, plain)] == ["de", "da", "de"]
    assert "Content-Encoding" not in plain.headers


def test_behind_nginx_what_an_address_fills_in_is_nobody_elses(nginx: Browser) -> None:
    address = "/f/event?email=ada@example.com"

    assert token(nginx, address) != token(nginx, address)


def test_a_lead_goes_through_nginx_from_a_shared_page(nginx: Browser, shared: Site) -> None:
    before = len(leads(shared))
    for name in ("eve", "eve", "dan"):
        result = nginx.get("/f/contact").fill(email=f"{name}@example.com").send()
        assert result.status == 200

    assert len(leads(shared)) - before == 2
