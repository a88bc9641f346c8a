from __future__ import annotations

import pytest

from tests.pages import Browser
from tests.site import Site


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "da-DK, en;q=0.5", "da"),
        ("", "de-CH, en;q=0.5", "de"),
        ("", "no", "nb"),
        ("", "th, fr;q=0, en-GB;q=0.1", "en"),
        ("", "th", "en"),
        ("", "", "en"),
        ("?lang=pt-BR", "da", "pt"),
        ("?lang=th", "da", "da"),
    ],
)
def test_an_error_page_is_in_the_visitors_language(
    browser: Browser, query: str, accepted: str, language: str
) -> None:
    page = browser.get(f"/no-such-page{query}", Accept_Language=accepted)

    assert (page.status, page.language) == (404, (language, "ltr"))


def test_an_error_on_the_way_of_a_form_keeps_to_its_language(browser: Browser) -> None:
    page = browser.get("/f/event/sent/nothing?lang=en", Accept_Language="da")

    assert (page.status, page.language) == (404, ("en", "ltr"))


def test_an_error_page_of_a_form_in_a_language_we_have_no_words_for_is_in_english(
    site: Site, browser: Browser
) -> None:
    text = (site.channels / "contact.toml").read_text()
    (site.channels / "thai.toml").write_text(f'languages = ["th"]\n{text}')

    assert browser.get("/f/thai").language == ("th", "ltr")
    assert browser.get("/f/thai/sent/nothing").language == ("en", "ltr")


def test_the_language_that_was_found_rides_along(browser: Browser) -> None:
    page = browser.get("/f/event?lang=en-GB", Accept_Language="da")

    assert page.language == ("en", "ltr")
    assert "?lang=en&" in page.form.get("action", "")
