"""Which origin a visitor is sent to, and whom the server believes about it."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.pages import Browser
from tests.site import Site, running_site
from tests.web.world import CONTACT, house_of

PUBLIC = "https://forms.example"
FORWARDED = {
    "X-Forwarded-Host": "evil.example, proxied.example",
    "X-Forwarded-Proto": "http, https",
    "X-Forwarded-Port": "81, 443",
    "X-Forwarded-For": "1.2.3.4, 5.6.7.8",
}


def behind_a_proxy(site: Site, origin: str) -> Browser:
    """Return the browser of a visitor who knows the site by another origin."""
    return Browser(house_of(site, origin=origin), FORWARDED, server=site.url)


def test_nobody_is_believed_by_default(site: Site) -> None:
    browser = Browser(house_of(site), FORWARDED)

    page = browser.get("/f/contact").fill(**CONTACT)
    redirect = page.press()

    assert page.form.get("action") == f"{site.url}/f/contact?sent=1#result"
    assert redirect.headers["Location"].startswith(f"{site.url}/f/contact/sent/")


def test_a_trusted_proxy_says_by_which_origin_it_was_asked(tmp_path: Path) -> None:
    with running_site(tmp_path, TRUSTED_PROXIES="1") as site:
        browser = behind_a_proxy(site, "https://proxied.example")

        page = browser.get("/f/contact").fill(**CONTACT)
        redirect = page.press()

        assert page.form.get("action") == "https://proxied.example/f/contact?sent=1#result"
        assert redirect.headers["Location"].startswith("https://proxied.example/f/contact/sent/")
        assert browser.follow(redirect).h1 == "Thank you for writing"


@pytest.mark.parametrize("proxies", ["0", "1", "2"])
def test_the_public_address_holds_whatever_anybody_says(tmp_path: Path, proxies: str) -> None:
    with running_site(tmp_path, PUBLIC_URL=PUBLIC, TRUSTED_PROXIES=proxies) as site:
        browser = behind_a_proxy(site, PUBLIC)

        page = browser.get("/f/contact/embed?theme=dark").fill(**CONTACT)
        redirect = page.press()
        hop = browser.follow(redirect)

        assert redirect.headers["Location"].startswith(f"{PUBLIC}/f/contact/embed/sent/")
        assert hop.refresh
        assert hop.refresh[1].startswith(f"{PUBLIC}/f/contact/embed/sent/")
        addresses = hop.refreshed().links
        assert addresses["Send another message"] == f"{PUBLIC}/f/contact/embed?theme=dark"


@pytest.mark.parametrize("slug", ["contact", "project"])
@pytest.mark.parametrize("email", ["countess@", "countess@example.com"])
def test_nothing_that_was_typed_is_in_an_address(browser: Browser, slug: str, email: str) -> None:
    page = browser.get(f"/f/{slug}").fill(first_name="Augusta", email=email)
    assert page.form.get("method") == "post"

    answer = page.send()

    addresses = [answer.url, *answer.links.values()]
    if answer.has_form:
        assert answer.form.get("method") == "post"
        addresses.append(str(answer.form.get("action")))
    assert not [each for each in addresses if "Augusta" in each or "countess" in each]


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "evil.example/x",
        '"><script>',
        "x;script-src *",
        "[::1",
        "a:b:c",
        "ø.example",
        "x" * 5000,
    ],
)
@pytest.mark.parametrize("settings", [{}, {"PUBLIC_URL": PUBLIC}], ids=["nowhere", "public"])
def test_an_odd_host_never_makes_the_server_fail(
    tmp_path: Path, settings: dict[str, str], host: str
) -> None:
    with running_site(tmp_path, couriers=True, **settings) as site:  # type: ignore[arg-type] # as a reader of the environment does
        answer = answer_to(site, host)

    head, _blank, body = answer.partition("\r\n\r\n")
    status = int(head.split()[1])
    assert status == 400 if not settings else status in {200, 400}
    assert "<script" not in body
    assert head.count("Content-Security-Policy:") == 1
    assert head.count("script-src") == 0
    assert "form-action http:;" not in head


def answer_to(site: Site, host: str) -> str:
    """Ask for a form as no browser does, and return all that is answered."""
    at = urlsplit(site.url)
    with socket.create_connection((at.hostname, at.port), timeout=30) as connection:
        connection.sendall(f"GET /f/contact HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()
