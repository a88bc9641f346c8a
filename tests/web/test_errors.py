from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask, abort, request

from tests.pages import Browser
from tests.site import Site, running_site
from tests.web.world import filled, house_of, leads

TOO_LONG = 256 * 1024 + 1
TYPED = "Ada has a secret"


def add_route(app: Flask, view: Callable[[], NoReturn]) -> None:
    app.add_url_rule("/trouble", view_func=view, methods=["GET", "POST"])


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/f", "/f/", "/f/nobody", "/f/nobody/embed", "/f/contact/", "/f//contact"),
        *(
            "/F/contact",
            "/f/Contact",
            "/f/..%2fcontact",
            "/f/%00",
            "/f/%ED%A0%80",
            "/f/" + "x" * 9000,
        ),
        *("/f/contact/sent/", "/f/nobody/sent/x", "/static/css/page.css", "/.env"),
    ],
)
def test_what_is_not_there_gets_a_page_of_ours(browser: Browser, path: str) -> None:
    page = browser.get(path)

    assert (page.status, page.h1) == (404, "Page not found")


@pytest.mark.parametrize("path", ["//elsewhere.example/", "/f//contact", "/f/contact//embed"])
def test_no_address_leads_to_the_host_that_was_named(
    site: Site, path: str, browser: Browser
) -> None:
    page = browser.ask("GET", f"{site.url}{path}", headers={"Host": "evil.example"}, judge=False)

    assert page.status == 404
    assert "Location" not in page.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_wrong_method_is_told_the_right_ones(browser: Browser, method: str) -> None:
    page = browser.ask(method, "/f/contact")

    assert (page.status, page.h1) == (405, "This page cannot be used that way")
    assert set(page.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_nothing_can_be_sent_to_a_result(browser: Browser) -> None:
    result = filled(browser).send()

    page = browser.post(result.url)

    assert page.status == 405
    assert set(page.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("way", ["", "/embed"])
def test_what_is_too_long_is_refused_before_it_is_read(
    browser: Browser, site: Site, way: str
) -> None:
    page = browser.send_bytes(f"/f/contact{way}", b"notes=" + b"x" * TOO_LONG)

    assert (page.status, page.h1) == (413, "Your message is too long")
    assert leads(site) == []


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "nonsense/"])
def test_another_kind_of_body_is_refused(browser: Browser, content_type: str) -> None:
    page = browser.send_bytes("/f/contact", b'{"email": "a@b.c"}', content_type=content_type)

    assert (page.status, page.h1) == (415, "This kind of message cannot be read")


@pytest.mark.parametrize(
    ("status", "heading", "retry_after"),
    [
        (429, "Too many messages at once", "60"),
        (503, "Not available just now", "30"),
        (418, "This request cannot be read", None),
        (502, "Something went wrong on our side", None),
    ],
)
def test_every_error_has_words_and_says_when_to_come_back(
    browser: Browser, site: Site, status: int, heading: str, retry_after: str | None
) -> None:
    add_route(site.app, lambda: abort(status))

    page = browser.get("/trouble")

    assert (page.status, page.h1) == (status, heading)
    assert page.headers.get("Retry-After") == retry_after


def test_a_fault_of_ours_tells_neither_page_nor_log_what_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> NoReturn:
        raise ValueError(request.form["name"])

    with running_site(tmp_path) as site:
        add_route(site.app, fail)
        page = Browser(house_of(site)).post("/trouble?q=seen", {"name": TYPED})

    assert (page.status, page.h1) == (500, "Something went wrong on our side")
    assert TYPED not in page.answer.body
    logged = capsys.readouterr().err
    assert TYPED not in logged
    fault, answer = [json.loads(line) for line in logged.splitlines()]
    assert fault["error"] == "ValueError"
    assert Path(fault["where"].rpartition(":")[0]) == Path(__file__)
    assert (answer["route"], answer["status"]) == ("/trouble", 500)


def test_no_log_line_holds_a_receipt_a_query_or_what_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_site(tmp_path) as site:
        browser = Browser(house_of(site))
        result = filled(browser, first_name=TYPED).send()
        browser.get(f"/f/contact?email={TYPED}")
        browser.get(f"/f/{TYPED}")

    logged = capsys.readouterr().err.splitlines()
    ours = [json.loads(line) for line in logged if '"leadframe.requests"' in line]
    assert [(line["route"], line["slug"], line["status"]) for line in ours] == [
        ("/f/<slug>", "contact", 200),
        ("/f/<slug>", "contact", 303),
        ("/f/<slug>/sent/<receipt>", "contact", 200),
        ("/f/<slug>", "contact", 200),
        ("/f/<slug>", None, 404),
    ]
    receipt = result.url.rpartition("/")[2]
    assert not [line for line in logged if TYPED in line or receipt in line or "ada@" in line]
