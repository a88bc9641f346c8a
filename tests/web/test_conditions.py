"""Conditional fields, page by page."""

from __future__ import annotations

from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import sent_bodies

PERSON = {"first_name": "Ada", "email": "ada@example.com"}
NUMBER = "556677-8899"


def first(browser: Browser, **more: str) -> Page:
    return browser.get("/f/project").fill(**PERSON, **more)


def second(browser: Browser, kind: str, **more: str) -> Page:
    return first(browser, **more).send().fill(kind=kind)


def values_sent(site: Site) -> set[str]:
    (body,) = sent_bodies(site)
    return {each["value"] for each in body["properties"]}


def test_a_required_field_that_is_shown_must_be_filled_in(browser: Browser) -> None:
    page = first(browser, company_name="Acme").send()

    assert page.status == 422
    assert page.summary == {"company_number": "Company number: fill this in"}


def test_a_field_that_is_not_shown_goes_nowhere(browser: Browser, site: Site) -> None:
    page = second(browser, "jetty", company_number=NUMBER).send()
    assert page.status == 200
    assert "stove" not in page.answer.body
    checked = page.fill(privacy="true").send()

    assert "Company number" not in text_of(checked.tree)
    assert "How shall it be heated?" not in text_of(checked.tree)
    assert NUMBER not in checked.answer.body
    checked.send().settled()
    assert values_sent(site) == {"jetty"}


def test_what_is_asked_on_a_later_step_hangs_on_an_earlier_one(
    browser: Browser, site: Site
) -> None:
    page = second(browser, "sauna", company_name="Acme", company_number=NUMBER).send()
    checked = page.fill(privacy="true", stove="wood").send()

    assert "How shall it be heated?" in text_of(checked.tree)
    checked.send().settled()
    assert values_sent(site) == {"sauna", NUMBER, "wood"}


def test_a_value_sent_from_a_page_without_its_field_is_dropped(browser: Browser) -> None:
    page = second(browser, "jetty").send()
    sent = {"token": page.values["token"], "privacy": "true", "stove": "wood"}
    checked = browser.post("/f/project?sent=1", sent)

    assert checked.status == 200
    assert "With wood" not in text_of(checked.tree)


def test_an_answer_to_an_earlier_step_cannot_lead_to_a_step_that_is_not_there(
    browser: Browser,
) -> None:
    page = second(browser, "sauna").send()
    sent = {"token": page.values["token"], "privacy": "true", "kind": "jetty"}

    assert browser.post("/f/project?sent=1", sent).status in {200, 422}
