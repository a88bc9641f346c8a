from __future__ import annotations

import pytest

from tests.pages import Browser
from tests.site import Site
from tests.web.world import SLUGS, leads, sent_bodies


@pytest.mark.parametrize("way", ["", "/embed"])
@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_form_comes_back_with_what_is_missing(
    browser: Browser, site: Site, slug: str, way: str
) -> None:
    empty = browser.get(f"/f/{slug}{way}")
    again = empty.send()

    assert again.status == 422
    error = "Fejl" if slug == "event" else "Error"
    assert again.title == f"{error}: {empty.title}"
    assert again.summary
    assert all(target in again.answer.ids for target in again.summary)
    assert leads(site) == []


def test_each_fault_is_said_above_and_at_its_field(browser: Browser) -> None:
    again = browser.get("/f/newsletter").fill(email="ada@").send()

    assert again.summary == {
        "email": "Email: enter an address like name@example.com",
        "letter": "Yes, send me the letter. I can stop it at any time, as the privacy notice"
        " explains. Tick the box to go on",
    }
    (email,) = [field for field in again.tree.iter("input") if field.get("id") == "email"]
    assert email.get("aria-invalid") == "true"
    assert email.get("aria-describedby") == "email-error"
    assert again.links["Not sent yet: see the message at the top"] == "#result"


def test_the_summary_stands_before_the_heading_and_takes_the_focus(browser: Browser) -> None:
    main = browser.get("/f/contact").send().tree.find(".//main")

    assert main is not None
    assert (main[0].get("id"), main[0].get("tabindex"), main[0].get("role")) == (
        "result",
        "-1",
        "alert",
    )
    assert main[1].tag == "h1"


def test_everything_typed_and_ticked_is_kept(browser: Browser) -> None:
    typed = {
        "first_name": 'Ada "the <b>Countess"',
        "phone": "not a number",
        "maker": "<script>alert(1)</script>",
        "height": "very high",
        "value": "12.500,00",
        "stopped_on": "31/31/2026",
        "kind": "music-box",
        "urgency": "This year",
        # The last is what stands beside "Other, please say".
        "faults": ["It stopped", "It is damaged", ""],
        "collect": "true",
        "notes": "\n\nFrom my aunt.\n  It chimed </textarea>",
        "utm_campaign": "spring",
        "privacy": "true",
    }
    page = browser.get("/f/all-fields").fill(**typed)

    again = page.send()

    assert again.status == 422
    kept = {name: again.values.get(name) for name in typed}
    assert kept == {
        **{name: page.values[name] for name in typed},
        "notes": ["From my aunt.\n  It chimed </textarea>"],
    }
    assert "urgency" not in again.summary


def test_what_was_not_ticked_stays_so(browser: Browser) -> None:
    again = browser.get("/f/all-fields?collect=true").send()

    assert not {"collect", "privacy", "urgency"} & set(again.values)
    assert again.values["faults"] == [""]


def test_the_corrected_form_is_sent(browser: Browser, site: Site) -> None:
    again = browser.get("/f/newsletter").fill(email="ada@").send()

    result = again.fill(email="ada@example.com", letter="true").send()

    assert result.h1 == "You are on the list"
    (body,) = sent_bodies(site)
    assert body["email"] == "ada@example.com"
    assert len(leads(site)) == 1


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_form_comes_back_in_the_same_language(browser: Browser, language: str) -> None:
    again = browser.get(f"/f/event?lang={language}").send()

    assert again.status == 422
    assert again.language == (language, "ltr")
