"""No page says a word of ours in another language than its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from leadframe.channels.fields import FAMILIES
from leadframe.languages import SPOKEN
from leadframe.sandbox import Mode
from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.every_word import add_forms, channel_file
from tests.web.world import close_form, house_of
from translations import catalog_files, read

LANGUAGES = sorted(set(SPOKEN) - {"en"})
TYPED = {"textarea": "1234", "number": "1", "currency": "€ 1", "date": "2029-01-31"}
PLACEHOLDER = re.compile(r"%\(\w+\)s")
READ_ALOUD = ("aria-label", "alt", "title", "placeholder")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# In an Arabic page: an example's address, a currency, a reference, and what was typed.
LATIN_IN_ARABIC = {"name", "example", "com", "https", "DKK", "ada"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run one site with forms in each language, which no failing lead closes."""
    with running_site(
        tmp_path_factory.mktemp("words"),
        BREAKER_FAILURES="1000000",
        RATE_LIMIT="requests off; source off; form off; deployment off",
    ) as running:
        for language in LANGUAGES:
            add_forms(running.channels, language)
        yield running


def visitor(language: str, site: Site) -> Browser:
    """Return the browser of a visitor who reads one language."""
    return Browser(house_of(site), headers={"Accept-Language": language})


def pages_in(language: str, browser: Browser) -> Iterator[Page]:
    """Yield what a visitor can meet of our pages in a language."""
    form = browser.get(f"/f/every-{language}")
    yield form
    yield form.send()
    typed = {f"a_{kind}": TYPED.get(kind, "x") for kind in FAMILIES}
    yield form.fill(**{name: value for name, value in typed.items() if name in form.values}).send()
    yield form.fill(token="of another page").send()
    yield from steps_in(language, browser)
    standard = browser.get(f"/f/standard-{language}")
    yield standard
    outcomes = [
        standard.fill(email=f"{name}@example.com").send().settled()
        for name in ("ada", "sandbox+400", "sandbox+500")
    ]
    assert len({page.h1 for page in outcomes}) == len(outcomes)
    yield from outcomes
    yield refused(language, browser)
    for status in (404, 405, 413, 415):
        yield trouble(status, language, browser)


def steps_in(language: str, browser: Browser) -> Iterator[Page]:
    """Yield the pages of a form in steps, the last one to check the answers."""
    first = browser.get(f"/f/stepped-{language}").fill(phone="+45 20 12 34 56")
    second = first.send().fill(email="ada@example.com")
    checked = second.send()
    assert not checked.form.findall(".//input[@type='email']")
    yield from (first, second, checked)


def refused(language: str, browser: Browser) -> Page:
    """Return a form to which too many messages come."""
    busy = browser.get(f"/f/busy-{language}").fill(email="ada@example.com")
    busy.press()
    page = busy.fill(first_name="Ada").press()
    assert page.status == 429
    return page


def trouble(status: int, language: str, browser: Browser) -> Page:
    """Return an error page of a form."""
    address = f"/f/standard-{language}"
    page = {
        404: lambda: browser.get(f"{address}/sent/nothing"),
        405: lambda: browser.ask("PUT", address),
        413: lambda: browser.send_bytes(address, b"x" * 300_000),
        415: lambda: browser.send_bytes(address, b"x", content_type="text/plain"),
    }[status]()
    assert page.status == status
    return page


def said_on(page: Page) -> str:
    """Return all that a visitor reads or hears of a page, what was typed apart."""
    attributes = [element.get(name) for element in page.tree.iter() for name in READ_ALOUD]
    references = [text_of(element) for element in page.tree.iter("strong")]
    body = text_of(page.tree.find("body") or page.tree)
    for reference in references:
        body = body.replace(reference, "")
    return "\n".join([page.title, body, *filter(None, attributes)])


def english_of(language: str) -> Iterator[str]:
    """Yield the words of the English messages that the language says otherwise."""
    (file,) = [file for file in catalog_files() if file.parts[-3] == language]
    for message in read(file):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        if source and source != message.string:
            parts = (part.strip(" ;:,.()") for part in PLACEHOLDER.split(source))
            yield from (part for part in parts if len(part) > 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_word_of_ours_in_english(language: str, site: Site) -> None:
    words = [re.compile(rf"\b{re.escape(part)}\b") for part in set(english_of(language))]
    assert len(words) > 50

    for page in pages_in(language, visitor(language, site)):
        said = said_on(page)
        assert page.language[0] == language
        assert [word.pattern for word in words if word.search(said)] == [], page.url


def test_no_arabic_page_has_a_latin_word_even_of_none_of_our_catalogs(site: Site) -> None:
    browser = visitor("ar", site)
    pages = list(pages_in("ar", browser))
    (site.channels / "closed.toml").write_text(channel_file("ar"))
    close_form(site, slug="closed")
    site.sandbox.mode = Mode.OK

    for page in [*pages, browser.get("/f/closed")]:
        latin = set(LATIN_WORD.findall(said_on(page)))
        assert latin <= LATIN_IN_ARABIC, page.url
        assert page.language == ("ar", "rtl")
