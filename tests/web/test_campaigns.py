"""Where a visitor came from, read from the form's address and sent with the lead."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.files import CHANNEL, write
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import house_of, sent_bodies

FORM = f"""
channel_id = "{CHANNEL}"
title = "Come sailing"
languages = ["en", "da"]
steps = ["You", "Your trip"]

[[field]]
name = "email"
required = true

[[field]]
name = "notes"
step = 2

[[field]]
name = "source"
type = "hidden"
value = "Website"
prefill = "utm_source"

[[field]]
property = "11111111-2222-3333-4444-555555555555"
name = "click"
type = "hidden"
prefill = "gclid"

[embed]
origins = ["https://partner.example"]
"""
CAMPAIGN = "utm_source=letter&gclid=Cj0-x_9"
ARRIVED: dict[str, Any] = {
    "source": "letter",
    "properties": [
        {
            "property_definitions_id": "11111111-2222-3333-4444-555555555555",
            "value": "Cj0-x_9",
        }
    ],
}


@pytest.fixture
def browser(site: Site) -> Browser:
    """Visit a site that has a form in steps and languages which takes campaign data."""
    write(site.channels, "sailing", FORM)
    return Browser(house_of(site))


def carried(page: Page) -> dict[str, list[str]]:
    return {name: page.values[name] for name in ("source", "click") if name in page.values}


def sent_to_the_end(page: Page) -> Page:
    """Fill in every step of the form, and send it."""
    return page.fill(email="ada@example.com").send().fill(notes="Hello").send().send().settled()


@pytest.mark.parametrize("way", ["", "/embed"])
def test_a_campaign_arrives_with_the_lead(browser: Browser, site: Site, way: str) -> None:
    sent_to_the_end(browser.get(f"/f/sailing{way}?{CAMPAIGN}"))

    (body,) = sent_bodies(site)
    assert {name: body[name] for name in ARRIVED} == ARRIVED
    assert site.sandbox.complaints == []


def test_without_one_the_forms_own_value_is_sent(browser: Browser, site: Site) -> None:
    sent_to_the_end(browser.get("/f/sailing"))

    (body,) = sent_bodies(site)
    assert body["source"] == "Website"
    assert "properties" not in body


def test_it_rides_along_through_steps_back_and_forth_and_through_errors(browser: Browser) -> None:
    first = browser.get(f"/f/sailing?{CAMPAIGN}")
    wrong = first.fill(email="nobody").send()
    second = wrong.fill(email="ada@example.com").send()

    assert wrong.status == 422
    pages = [first, wrong, second, second.send("Back"), second.send()]
    assert [carried(page) for page in pages] == [{"source": ["letter"], "click": ["Cj0-x_9"]}] * 5


@pytest.mark.parametrize("way", ["", "/embed"])
def test_a_link_to_another_language_takes_it_along_and_nothing_else(
    browser: Browser, way: str
) -> None:
    page = browser.get(f"/f/sailing{way}?{CAMPAIGN}&utm_term=boat&email=ada@example.com&theme=dark")
    danish = browser.get(page.links["Dansk"])

    assert carried(danish) == carried(page)
    assert danish.language == ("da", "ltr")
    assert danish.theme == "theme-dark"
    assert not {"utm_term", "email", "ada"} & {*page.links["Dansk"].replace("=", "&").split("&")}


@pytest.mark.parametrize("key", ["source", "click", "UTM_SOURCE", "utm_medium", "notes"])
def test_only_the_key_that_the_file_names_is_taken(browser: Browser, key: str) -> None:
    page = browser.get(f"/f/sailing?{key}=letter")

    assert carried(page) == {"source": ["Website"], "click": [""]}


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ('%22%3E%3Cscript%3Ealert(1)%3C/script%3E"', '"><script>alert(1)</script>"'),
        ("spring%00%0d%0a%1bsale", "spring sale"),
        ("%20%09", "Website"),
        ("x" * 501, "x" * 500),
        ("%ff%fe", "%FF%FE"),
    ],
)
def test_an_odd_value_is_cleaned_cut_and_only_ever_text(
    browser: Browser, site: Site, written: str, taken: str
) -> None:
    page = browser.get(f"/f/sailing?utm_source={written}")
    assert page.values["source"] == [taken]
    assert page.fill(email="nobody").send().values["source"] == [taken]

    sent_to_the_end(page)

    assert sent_bodies(site)[0]["source"] == taken


def test_of_a_key_written_twice_the_first_counts(browser: Browser) -> None:
    page = browser.get("/f/sailing?utm_source=letter&utm_source=fair")

    assert page.values["source"] == ["letter"]
    assert browser.get(page.links["Dansk"]).values["source"] == ["letter"]


def test_no_log_line_tells_of_it(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    sent_to_the_end(browser.get("/f/sailing?utm_source=ada.king&gclid=Cj0-x_9&other=byron"))

    logged = capsys.readouterr()
    assert not [word for word in ("ada", "Cj0", "byron", "utm_") if word in logged.err + logged.out]


def test_the_example_form_is_told_where_its_visitor_came_from(browser: Browser) -> None:
    page = browser.get("/f/quote?utm_source=fair&utm_campaign=spring")

    assert (page.values["source"], page.values["campaign"]) == (["fair"], ["spring"])
