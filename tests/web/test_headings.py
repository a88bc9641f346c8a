"""Headings between fields, page by page."""

from __future__ import annotations

import pytest

from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import leads, sent_bodies

SALE = """
channel_id = "00000000-0000-4000-8000-000000000001"
title = "A sale"
steps = ["Who", "What"]

[[field]]
name = "first_name"

[[field]]
type = "heading"
label = "Buyer"
show_when = { field = "company_name", filled = true }

[[field]]
name = "company_name"

[[field]]
type = "heading"
label = "Payment"
step = 2
show_when = { field = "company_name", filled = true }

[[field]]
name = "phone"
step = 2

[embed]
origins = ["https://partner.example"]
"""


@pytest.fixture
def first(browser: Browser, site: Site) -> Page:
    """Open the first step of a sale."""
    (site.channels / "sale.toml").write_text(SALE)
    return browser.get("/f/sale")


def headings(page: Page, *tags: str) -> list[str]:
    return [text_of(each) for each in page.tree.iter() if each.tag in (tags or ("h2", "h3", "h4"))]


@pytest.mark.parametrize("way", ["", "/embed"])
def test_the_headings_of_a_page_are_below_its_title(browser: Browser, way: str) -> None:
    page = browser.get(f"/f/all-fields{way}")

    assert headings(page, "h1", "h2", "h3") == [
        "Every field there is",
        "About you",
        "Your clock, barometer or music box",
        "Its repair",
    ]
    assert "Leave out what you do not know." in page.words


def test_the_headings_of_a_step_are_below_its_own(first: Page) -> None:
    assert headings(first, "h2") == ["Step 1 of 2 Who"]
    assert headings(first, "h3") == ["Buyer"]


def test_a_heading_comes_and_goes_by_style_on_the_page_of_what_it_waits_for(first: Page) -> None:
    (style,) = [each.text or "" for each in first.tree.iter("style")][1:]

    assert (
        '.form:not(:has(.input[name="company_name"]:not(:placeholder-shown)))'
        " #heading_1{display:none}"
    ) in style
    assert "#heading_2" not in style


def test_a_later_step_has_the_headings_that_the_answers_ask_for(first: Page) -> None:
    assert headings(first.send()) == ["Step 2 of 2 What"]
    assert headings(first.fill(company_name="Acme").send()) == ["Step 2 of 2 What", "Payment"]


def test_all_answers_stand_under_their_headings(first: Page) -> None:
    checked = first.fill(company_name="Acme").send().fill(phone="+45 20 12 34 56").send()

    assert headings(checked) == ["Check your answers", "Who", "Buyer", "What", "Payment"]
    assert checked.answers == {
        "First name": "Not given",
        "Company": "Acme",
        "Phone": "+45 20 12 34 56",
    }


def test_no_heading_stands_over_no_answer(browser: Browser, site: Site) -> None:
    company = '[[field]]\nname = "company_name"\n'
    waits = 'show_when = { field = "first_name", filled = true }\n'
    always = SALE.replace('show_when = { field = "company_name", filled = true }\n', "")
    (site.channels / "sale.toml").write_text(always.replace(company, company + waits))

    assert headings(browser.get("/f/sale").send().send()) == [
        "Check your answers",
        "Who",
        "What",
        "Payment",
    ]


def test_no_heading_stands_over_answers_that_it_was_not_shown_over(first: Page) -> None:
    assert headings(first.send().send()) == ["Check your answers", "Who", "What"]


def test_nothing_is_sent_for_a_heading(first: Page, site: Site) -> None:
    checked = first.fill(company_name="Acme").send().send()
    checked.send().settled()

    assert len(leads(site)) == 1
    (body,) = sent_bodies(site)
    assert "heading" not in str(body).lower()
