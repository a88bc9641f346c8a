from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import close_form, filled


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


# The other languages


def offered(page: Page) -> list[tuple[str, str, str]]:
    """Return the tag and name of each language offered, and the address it is offered at."""
    links = [link for link in page.tree.iter("a") if link.get("hreflang")]
    assert all(link.get("lang") == link.get("hreflang") for link in links)
    return [(link.get("lang", ""), text_of(link), link.get("href", "")) for link in links]


def marked(page: Page) -> dict[str, str]:
    """Return what is marked as being in another language than the page, links to it apart."""
    spans: list[Element] = [span for span in page.tree.iter("span") if span.get("lang")]
    return {text_of(span): f"{span.get('lang')} {span.get('dir')}" for span in spans}


@pytest.mark.parametrize("way", ["", "/embed"])
def test_a_form_offers_its_other_languages_in_their_own_names(browser: Browser, way: str) -> None:
    page = browser.get(f"/f/event{way}?lang=de&theme=dark&email=ada@example.com&first_name=x&x=1")

    address = f"{browser.house.origin}/f/event{way}?email=ada%40example.com&lang={{}}&theme=dark"
    assert offered(page) == [
        ("da", "Dansk", address.format("da")),
        ("en", "English", address.format("en")),
        ("ar", "العربية", address.format("ar")),
    ]
    arabic = browser.get(offered(page)[2][2])
    assert (arabic.language, arabic.theme) == (("ar", "rtl"), "theme-dark")
    assert arabic.values["email"] == ["ada@example.com"]
    assert arabic.form.get("action", "").endswith("?lang=ar&theme=dark&sent=1#result")


def test_a_form_in_one_language_offers_none(browser: Browser) -> None:
    assert offered(browser.get("/f/contact")) == []


def test_what_was_typed_is_not_lost_to_another_language(browser: Browser) -> None:
    again = browser.get("/f/event").fill(first_name="Ada").send()

    assert again.status == 422
    assert offered(again) == []


def test_an_outcome_is_there_in_the_other_languages_too(browser: Browser) -> None:
    result = browser.get("/f/newsletter").fill(email="ada@example.com", letter="true").send()
    in_danish = browser.get(offered(result)[0][2])

    assert (in_danish.language, in_danish.h1) == (("da", "ltr"), "Du er på listen")
    assert in_danish.reference == result.reference


def test_a_closed_form_says_so_in_every_language(browser: Browser, site: Site) -> None:
    close_form(site, slug="newsletter")

    closed = browser.get("/f/newsletter?lang=da")

    assert (closed.status, closed.h1) == (503, "Formularen er lukket for øjeblikket")
    assert [name for _, name, _ in offered(closed)] == ["English"]


# Words of another language


def test_what_is_not_translated_is_marked_as_what_it_is(site: Site, browser: Browser) -> None:
    text = (site.channels / "contact.toml").read_text()
    for key in ("title", "submit_label"):
        text = text.replace(f'{key} = "', f'{key}.en = "', 1)
    (site.channels / "half.toml").write_text(f'languages = ["en", "ar"]\n{text}')

    page = browser.get("/f/half?lang=ar")

    assert page.language == ("ar", "rtl")
    assert marked(page) == {"Talk to Larch & Linden": "en ltr", "Send message": "en ltr"}
    assert marked(browser.get("/f/half")) == {}


def test_our_words_are_in_english_and_marked_where_we_do_not_speak_the_language(
    site: Site, browser: Browser
) -> None:
    text = (site.channels / "contact.toml").read_text()
    (site.channels / "thai.toml").write_text(f'languages = ["th"]\n{text}')

    page = browser.get("/f/thai")
    again = page.send()
    result = filled(browser, "thai").send()

    ours = {words for words, language in marked(page).items() if language == "en ltr"}
    assert ours == {
        *("Skip to the form", "First name", "Last name", "Email", "Phone", "Company", "Message"),
        *("(required)", "Leave this empty"),
    }
    assert {"There is a problem", "Error:"} <= marked(again).keys()
    assert "Your reference:" in marked(result)
    assert result.h1 == "Thank you for writing"
    assert result.h1 not in marked(result)


def test_norwegian_of_any_name_is_spoken(site: Site, browser: Browser) -> None:
    text = (site.channels / "contact.toml").read_text()
    (site.channels / "norsk.toml").write_text(f'languages = ["no"]\n{text}')

    page = browser.get("/f/norsk", Accept_Language="nb-NO")

    assert page.language == ("no", "ltr")
    assert marked(page) == {}
    assert "Etternavn" in page.words


def test_our_words_follow_the_variety_that_the_form_names(site: Site, browser: Browser) -> None:
    text = (site.channels / "contact.toml").read_text()
    (site.channels / "bairro.toml").write_text(f'languages = ["pt-BR"]\n{text}')

    page = browser.get("/f/bairro", Accept_Language="pt")

    assert page.language == ("pt-BR", "ltr")
    assert "(obrigatório)" in page.words
