"""What a visitor agrees to, from the box on the page to the ledger and the lead API."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from leadframe.channels import Catalog
from tests.pages import Browser
from tests.site import Site
from tests.web.test_reloading import Clock
from tests.web.world import another_server, leads, sent_bodies

WORDS = (
    "Yes, send me the letter. I can stop it at any time, as the"
    " [privacy notice](https://saltmarsh.example/privacy) explains."
)
TOLD = (
    "Yes, send me the letter. I can stop it at any time, as the"
    " privacy notice (https://saltmarsh.example/privacy) explains."
)
TYPED = {"email": "ada@example.com", "letter": "true"}


def test_a_box_is_never_ticked_beforehand(browser: Browser) -> None:
    page = browser.get("/f/newsletter?letter=true")

    assert "letter" not in page.values


def test_who_does_not_tick_a_required_box_is_told_to(browser: Browser, site: Site) -> None:
    answer = browser.get("/f/newsletter").fill(email="ada@example.com").send()

    assert answer.status == 422
    assert answer.summary["letter"].endswith("Tick the box to go on")
    assert leads(site) == []


def test_the_words_their_digest_the_version_and_the_time_are_kept(
    browser: Browser, site: Site
) -> None:
    result = browser.get("/f/newsletter").fill(**TYPED).send()

    (kept,) = site.backend.ledger.story(result.reference).consents
    assert kept == {
        "field": "letter",
        "given": True,
        "text": WORDS,
        "language": "en",
        "sha256": hashlib.sha256(WORDS.encode()).hexdigest(),
        "version": site.backend.catalog.get("newsletter").version,
    }


def test_the_words_are_kept_in_the_language_they_were_read_in(browser: Browser, site: Site) -> None:
    result = browser.get("/f/newsletter?lang=da").fill(**TYPED).send()

    (kept,) = site.backend.ledger.story(result.reference).consents
    assert (kept["language"], kept["text"][:21]) == ("da", "Ja, send mig brevet. ")


def test_a_box_that_was_left_empty_is_on_record_too(browser: Browser, site: Site) -> None:
    text = (site.channels / "newsletter.toml").read_text()
    required, optional = 'send_in = "notes"\nrequired = true', 'send_in = "notes"'
    (site.channels / "letters.toml").write_text(text.replace(required, optional))
    result = browser.get("/f/letters").fill(email="ada@example.com").send().settled()

    (kept,) = site.backend.ledger.story(result.reference).consents
    assert (kept["given"], kept["text"]) == (False, WORDS)
    assert "notes" not in sent_bodies(site)[0]


def test_the_lead_api_is_told_what_the_ledger_holds(browser: Browser, site: Site) -> None:
    result = browser.get("/f/newsletter").fill(**TYPED).send().settled()

    story = site.backend.ledger.story(result.reference)
    (kept,) = story.consents
    moment = datetime.fromtimestamp(story.snapshot.created_at, UTC).isoformat(timespec="seconds")
    said = f'Agreed to "{TOLD}" (version {kept["version"]}, sha256 {kept["sha256"]}, {moment})'
    assert sent_bodies(site)[0]["notes"] == story.payload["notes"] == said


def test_a_double_click_is_one_lead(browser: Browser, site: Site) -> None:
    page = browser.get("/f/newsletter").fill(**TYPED)

    assert page.send().settled().reference == page.send().settled().reference
    assert len(sent_bodies(site)) == 1


def test_nobody_agrees_to_words_that_were_changed_meanwhile(site: Site) -> None:
    file, clock = site.channels / "newsletter.toml", Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)

    with another_server(
        site, backend=replace(site.backend, catalog=catalog), delivers=True
    ) as browser:
        page = browser.get("/f/newsletter").fill(**TYPED)
        file.write_text(file.read_text().replace("send me the letter", "sell my address"))
        clock.pass_by()
        again = page.send()

        assert (again.status, leads(site)) == (422, [])
        assert "changed while you filled it in" in again.words
        assert again.values["email"] == ["ada@example.com"]
        assert "letter" not in again.values
        assert again.fill(letter="true").send().settled().h1 == "You are on the list"
