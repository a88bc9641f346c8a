from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from forms.token import TokenSigner
from leadframe.lead import reference_of
from leadframe.web.receipts import Receipts
from tests.pages import Browser, Page
from tests.site import SECRET_KEY, Site
from tests.web.world import another_server, filled, leads, sent_bodies, with_settings

NEW_KEY = "another-secret-key-for-tests-only-9876543210"
CLICKS = 8


def test_a_double_click_meets_the_same_receipt(browser: Browser, site: Site) -> None:
    page = filled(browser)

    first, second = page.press(), page.press()

    assert (first.status, second.status) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(leads(site)) == len(sent_bodies(site)) == 1


def test_many_clicks_at_once_are_one_lead(browser: Browser, site: Site) -> None:
    page = filled(browser)
    together = threading.Barrier(CLICKS)

    def click(_number: int) -> Page:
        together.wait()
        return page.press()

    with ThreadPoolExecutor(CLICKS) as visitors:
        answers = list(visitors.map(click, range(CLICKS)))

    assert {answer.status for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(leads(site)) == len(sent_bodies(site)) == 1


def test_going_back_and_correcting_makes_a_new_lead(browser: Browser, site: Site) -> None:
    page = filled(browser)

    first, corrected = page.send(), page.fill(first_name="Ada Augusta").send()

    assert first.reference != corrected.reference
    assert [body["first_name"] for body in sent_bodies(site)] == ["Ada", "Ada Augusta"]


def test_the_same_words_from_two_visitors_are_two_leads(browser: Browser, site: Site) -> None:
    first, second = filled(browser).send(), filled(browser).send()

    assert first.reference != second.reference
    assert len(sent_bodies(site)) == 2


def test_a_repeat_after_a_fault_is_still_one_lead(browser: Browser, site: Site) -> None:
    faulty = browser.get("/f/contact").fill(email="ada@")
    again = faulty.send().fill(email="ada@example.com")
    and_again = faulty.send().fill(email="ada@example.com")

    assert again.send().reference == and_again.send().reference
    assert len(leads(site)) == 1


def expired(site: Site, slug: str) -> str:
    signer = TokenSigner([SECRET_KEY], max_age_seconds=1, now=lambda: 1_000_000_000)
    return signer.issue(slug, site.backend.catalog.get(slug).version)


@pytest.mark.parametrize("kind", ["expired", "forged", "another form's", "none", "odd"])
def test_a_token_that_is_not_good_costs_one_more_click_and_nothing_else(
    browser: Browser, site: Site, kind: str
) -> None:
    token = {
        "expired": expired(site, "contact"),
        "forged": expired(site, "contact")[:-4] + "AAAA",
        "another form's": browser.get("/f/newsletter").values["token"][0],
        "none": "",
        "odd": "\x00é" * 400,
    }[kind]
    page = filled(browser, notes="Hello").fill(token=token)

    again = page.send()

    assert again.status == 422
    assert again.title.startswith("Error: ")
    assert "press the button once more" in again.words
    assert again.summary == {}
    assert again.values["notes"] == ["Hello"]
    assert leads(site) == []
    assert again.send().h1 == "Thank you for writing"
    assert len(leads(site)) == 1


def test_a_form_without_any_token_comes_back(browser: Browser, site: Site) -> None:
    again = browser.post("/f/contact", {"email": "ada@example.com"})

    assert again.status == 422
    assert again.send().h1 == "Thank you for writing"
    assert len(leads(site)) == 1


def test_an_old_page_and_its_receipt_are_good_after_the_key_changed(
    browser: Browser, site: Site
) -> None:
    page = filled(browser)
    before = page.send()
    rotated = with_settings(
        site, secret_key=SecretStr(NEW_KEY), secret_key_fallbacks=(SecretStr(SECRET_KEY),)
    )

    with another_server(site, backend=rotated, delivers=True) as other:
        result = other.follow(other.post("/f/contact", page.values))
        assert result.reference == before.reference
        receipt = before.url.removeprefix(site.url)
        assert other.get(receipt).reference == before.reference

        # What is signed from now on, the retired key has no part in.
        new = other.get("/f/contact").values["token"][0]
        assert browser.post("/f/contact", page.values | {"token": new}).status == 422


@pytest.mark.parametrize("way", ["", "/embed"])
@pytest.mark.parametrize("kind", ["guessed", "altered", "another form's", "lost", "odd"])
def test_only_who_holds_the_receipt_sees_the_outcome(browser: Browser, kind: str, way: str) -> None:
    result = filled(browser).send()
    receipts = Receipts([SECRET_KEY])
    receipt = {
        "guessed": result.reference,
        "altered": receipts.issue("contact", result.reference)[:-2] + "AA",
        "another form's": receipts.issue("newsletter", result.reference),
        "lost": receipts.issue("contact", "B" * 16),
        "odd": "%00%FF%ED%A0%80.é",
    }[kind]

    answer = browser.get(f"/f/contact{way}/sent/{receipt}")

    assert (answer.status, answer.h1) == (404, "Page not found")
    assert result.reference not in answer.words


def test_the_reference_that_is_read_out_is_the_one_the_lead_api_has(
    browser: Browser, site: Site
) -> None:
    result = filled(browser).send()

    (body,) = sent_bodies(site)
    assert body["business_id"] == reference_of(result.reference)
