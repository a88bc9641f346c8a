from __future__ import annotations

import pytest

from tests.pages import Browser
from tests.site import Site
from tests.web.world import SLUGS, another_server

PARTNERS = "http://localhost:8000 https://partner.example"


@pytest.mark.parametrize("way", ["", "/embed"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_example_is_shown_hosted_and_framed(browser: Browser, slug: str, way: str) -> None:
    page = browser.get(f"/f/{slug}{way}")

    assert page.status == 200
    assert page.title.endswith(page.h1)
    assert page.form.get("method") == "post"
    assert page.form.get("action") == f"{browser.house.origin}/f/{slug}{way}?sent=1#result"
    assert "token" in page.values


def test_only_the_forms_partners_may_frame_it_and_only_when_it_is_for_a_frame(
    browser: Browser,
) -> None:
    framed, hosted = browser.get("/f/contact/embed"), browser.get("/f/contact")

    assert framed.headers["Content-Security-Policy"].endswith(f"frame-ancestors {PARTNERS}")
    assert "X-Frame-Options" not in framed.headers
    assert framed.meta("responsive-embedded-sizing") == f"allow-origins={PARTNERS}"
    assert hosted.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert hosted.headers["X-Frame-Options"] == "DENY"
    assert hosted.meta("responsive-embedded-sizing") is None


def test_a_form_called_embed_is_still_shown_at_its_own_link(browser: Browser, site: Site) -> None:
    (site.channels / "embed.toml").write_text((site.channels / "contact.toml").read_text())

    hosted = browser.get("/f/embed")

    assert hosted.status == 200
    assert hosted.headers["X-Frame-Options"] == "DENY"


def test_a_form_that_lists_no_partner_may_not_be_framed(site: Site) -> None:
    file = site.channels / "alone.toml"
    file.write_text(
        (site.channels / "contact.toml")
        .read_text()
        .replace('origins = ["http://localhost:8000", "https://partner.example"]', "origins = []")
    )

    with another_server(site) as browser:
        page = browser.get("/f/alone/embed")

    assert page.status == 200
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.meta("responsive-embedded-sizing") is None


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "da"),
        ("", "en-GB,en;q=0.8", "en"),
        ("", "fr, en;q=0.5, da;q=0.4", "en"),
        ("", "fr", "da"),
        ("", "%%%;;q=x,,", "da"),
        ("?lang=en", "da", "en"),
        ("?lang=fr", "en", "en"),
        ("?lang=%ED%A0%80", "en", "en"),
    ],
)
def test_the_form_speaks_the_visitors_language(
    browser: Browser, query: str, accepted: str, language: str
) -> None:
    page = browser.get(f"/f/event{query}", Accept_Language=accepted)

    assert page.language == (language, "ltr")
    assert (
        page.h1 == {"da": "Tilmelding til Havnedagene", "en": "Register for Harbour Days"}[language]
    )


def test_a_right_to_left_language_turns_the_page(site: Site, browser: Browser) -> None:
    text = (site.channels / "contact.toml").read_text()
    (site.channels / "arabic.toml").write_text(f'languages = ["ar-EG"]\n{text}')

    assert browser.get("/f/arabic").language == ("ar-EG", "rtl")


@pytest.mark.parametrize(
    ("query", "theme"),
    [("", "auto"), ("?theme=dark", "dark"), ("?theme=light", "light"), ("?theme=x", "auto")],
)
def test_the_partner_chooses_the_theme(browser: Browser, query: str, theme: str) -> None:
    assert browser.get(f"/f/contact/embed{query}").theme == f"theme-{theme}"


def test_language_and_theme_ride_along_to_the_outcome(browser: Browser, site: Site) -> None:
    page = browser.get("/f/newsletter?lang=da&theme=dark&lang=en&secret=1")

    result = page.fill(email="ada@example.com", letter="true").send()

    assert page.form.get("action") == f"{site.url}/f/newsletter?lang=da&theme=dark&sent=1#result"
    assert result.h1 == "Du er på listen"
    assert (result.language, result.theme) == (("da", "ltr"), "theme-dark")
    assert result.links["Send en ny besked"] == f"{site.url}/f/newsletter?lang=da&theme=dark"


def test_what_the_form_does_not_know_does_not_ride_along(browser: Browser, site: Site) -> None:
    page = browser.get("/f/newsletter?lang=xx&theme=%22%3E%3Cb%3E")

    assert page.form.get("action") == f"{site.url}/f/newsletter?sent=1#result"


def test_the_address_may_fill_in_only_what_the_channel_file_allows(browser: Browser) -> None:
    page = browser.get(
        "/f/all-fields?email=ada@example.com&maker=%3Cb%3EReed&kind=barometer&utm_campaign=spring"
        "&first_name=Eve&notes=Hello&collect=true&privacy=true&token=forged"
    )

    filled_in = {name: values for name, values in page.values.items() if values != [""]}
    token = filled_in.pop("token")
    assert token != ["forged"]
    assert filled_in == {
        "email": ["ada@example.com"],
        "maker": ["<b>Reed"],
        "kind": ["barometer"],
        "utm_campaign": ["spring"],
    }


@pytest.mark.parametrize("query", ["kind=nonsense", "email=" + "x" * 5000, "maker=%00%FF%ED%A0%80"])
def test_an_odd_address_does_no_harm(browser: Browser, query: str) -> None:
    assert browser.get(f"/f/all-fields?{query}").status == 200


def test_head_tells_what_get_would(browser: Browser) -> None:
    page, head = browser.get("/f/contact"), browser.ask("HEAD", "/f/contact")

    assert head.status == 200
    assert head.answer.body == ""
    assert head.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]


def test_options_names_the_methods(browser: Browser) -> None:
    answer = browser.ask("OPTIONS", "/f/contact")

    assert answer.status == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
