"""What is doubtful is asked about once, in forms that want it, and is stored by one more click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.decoy import decoy_name
from leadframe.ledger import State, Story
from tests.page_rules import text_of
from tests.pages import Browser, Page
from tests.site import Site, running_site
from tests.web.senders import FROM_PAGE
from tests.web.world import house_of, leads, ledger_gone, sent_bodies

PROPERTY = "22222222-2222-3333-4444-555555555555"
FORM = f"""
channel_id = "00000000-0000-4000-8000-000000000009"
title = "Come to the fair"
languages = ["en", "da", "ar"]

[[field]]
type = "heading"
label = "About you"

[[field]]
name = "email"
required = true
prefill = true

[[field]]
name = "notes"

[[field]]
property = "{PROPERTY}"
name = "days"
label = "Which days?"
type = "multiselect"
options = ["Friday", "Saturday", "Sunday"]

[[field]]
name = "source"
type = "hidden"
prefill = "utm_source"

[[field]]
type = "consent"
name = "letter"
text = "Send me the letter."

[embed]
origins = ["https://partner.example"]

[spam]
confirm = true
"""
ASKED = "Please confirm"
DECOY = decoy_name("fair")
DOUBTFUL = "[url=https://a.example]stands[/url]"
SPAM = f"{DOUBTFUL} https://b.example https://c.example"
MARKUP = "there is the markup of links in a text (7)"
CONFIRMED = "it was confirmed on a page that asks for that (0)"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a site where nobody is in haste, with a form that asks and others that do not."""
    channels = tmp_path / "channels"
    channels.mkdir()
    (channels / "fair.toml").write_text(FORM)
    with running_site(tmp_path, MIN_FILL_SECONDS="0") as running:
        project = running.channels / "project.toml"
        project.write_text(f"{project.read_text()}\n[spam]\nconfirm = true\n")
        yield running


@pytest.fixture
def browser(site: Site) -> Browser:
    """Return the browser of a person."""
    return Browser(house_of(site), FROM_PAGE)


def sent(browser: Browser, way: str = "", **values: Any) -> Page:
    """Send the form, with what is doubtful unless something else is given."""
    given = {"email": "ada@example.com", "notes": DOUBTFUL, **values}
    return browser.get(f"/f/fair{way}").fill(**given).send()


def heading(page: Page) -> str:
    (found,) = page.tree.iter("h2")
    return text_of(found)


def only_story(site: Site) -> Story:
    (lead,) = leads(site)
    return site.backend.ledger.story(lead.id)


@pytest.mark.parametrize("way", ["", "/embed"])
def test_nothing_is_stored_before_the_second_click(browser: Browser, site: Site, way: str) -> None:
    page = sent(browser, way, days=["Friday", "Sunday"])

    assert (page.status, heading(page)) == (422, ASKED)
    assert page.title == f"{ASKED} – Come to the fair"  # noqa: RUF001 - a title's dash
    assert "Nothing has been sent yet." in page.words
    assert page.answers == {
        "Email": "ada@example.com",
        "Message": DOUBTFUL,
        "Which days?": "Friday Sunday",
        "Send me the letter.": "No",
    }
    assert page.headers["Cache-Control"] == "no-store"
    assert leads(site) == []

    assert page.send("Send").settled().h1 == "Thank you"
    (body,) = sent_bodies(site)
    assert body["notes"] == DOUBTFUL
    assert only_story(site).events[0].to_state is State.QUEUED
    assert only_story(site).events[0].reason == f"{MARKUP}; {CONFIRMED}"


@pytest.mark.parametrize(
    ("values", "state", "reason"),
    [
        ({"notes": "Hello"}, State.QUEUED, ""),
        ({"notes": "Hello", "email": "ada@mailinator.com"}, State.QUEUED, ""),
        ({"notes": SPAM}, State.QUARANTINED, "there are 3 links"),
        ({DECOY: "Ada"}, State.QUARANTINED, "was filled in"),
    ],
)
def test_nobody_is_asked_about_what_is_clear(
    browser: Browser, site: Site, values: dict[str, str], state: State, reason: str
) -> None:
    assert sent(browser, **values).status == 200

    first = only_story(site).events[0]
    assert first.to_state is state
    assert reason in first.reason
    assert CONFIRMED not in first.reason


def test_a_form_that_does_not_say_so_asks_nobody(browser: Browser, site: Site) -> None:
    page = browser.get("/f/contact").fill(email="ada@example.com", notes=DOUBTFUL).send()

    assert page.settled().h1 == "Thank you for writing"
    assert only_story(site).events[0].reason == ""


def test_a_double_click_is_one_lead_and_nobody_is_asked_about_what_was_sent(
    browser: Browser, site: Site
) -> None:
    form = browser.get("/f/fair").fill(email="ada@example.com", notes=DOUBTFUL)
    assert [heading(form.send()), heading(form.send())] == [ASKED, ASKED]
    page = form.send()

    first, second, from_the_form = page.press(), page.press(), form.press()

    assert (first.status, second.status, from_the_form.status) == (303, 303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"] == from_the_form.headers["Location"]
    assert len(leads(site)) == 1


def test_going_back_keeps_all_and_a_change_is_judged_anew(browser: Browser, site: Site) -> None:
    page = sent(browser, "?utm_source=stand", days=["Friday"], letter="true")

    back = page.send("Back")
    assert (back.status, back.values["notes"]) == (200, [DOUBTFUL])
    assert (back.values["days"], back.values["letter"]) == (["Friday"], ["true"])
    assert heading(back.fill(email="ada@byron.example").send()) == ASKED
    assert back.fill(notes="Hello").send().settled().h1 == "Thank you"

    (body,) = sent_bodies(site)
    assert (body["notes"], body["source"]) == ("Hello", "stand")
    assert only_story(site).events[0].reason == ""


def test_an_answer_is_changed_at_its_field(browser: Browser) -> None:
    changing = sent(browser).send("Change Email")

    assert (changing.status, changing.values["email"]) == (200, ["ada@example.com"])


def test_a_consent_stays_as_it_was_given_and_a_campaign_arrives(
    browser: Browser, site: Site
) -> None:
    page = sent(browser, "?utm_source=stand", letter="true")
    assert page.answers["Send me the letter."] == "Yes"
    assert page.values.keys() == {"token"}

    page.send().settled()

    (body,) = sent_bodies(site)
    assert body["source"] == "stand"
    (consent,) = only_story(site).consents
    assert (consent["given"], consent["text"]) == (True, "Send me the letter.")


def test_only_what_was_asked_about_can_be_confirmed(browser: Browser, site: Site) -> None:
    page = sent(browser)
    others = {"email": ["eve@example.com"], "notes": ["Hello"], "letter": ["true"], DECOY: [""]}

    browser.post(page.form.get("action", ""), page.values | others)

    (lead,) = leads(site)
    site.attempted(lead.id)
    (body,) = sent_bodies(site)
    assert (body["email"], body["notes"]) == ("ada@example.com", DOUBTFUL)
    assert [each["given"] for each in only_story(site).consents] == [False]


def test_who_did_not_see_the_page_has_confirmed_nothing(browser: Browser, site: Site) -> None:
    form = browser.get("/f/fair").fill(email="ada@example.com", notes=DOUBTFUL)
    token = form.send().values["token"][0]
    claimed = {"confirm": ["true"], "sent_at": ["1.0"]}
    again = browser.post("/f/fair?sent=1", form.values | claimed)
    forged = browser.post("/f/fair?sent=1", {"token": token[:-4] + "AAAA"})

    assert heading(again) == ASKED
    assert (forged.status, heading(forged)) == (422, "About you")
    assert "could not be read the way we sent it" in forged.words
    assert leads(site) == []


def test_a_decoy_that_was_left_out_cannot_be_put_in_later(browser: Browser, site: Site) -> None:
    left_out: dict[str, Any] = {DECOY: []}
    page = sent(browser, notes="Hello", **left_out)
    assert heading(page) == ASKED

    browser.post(page.form.get("action", ""), page.values | {DECOY: [""]})

    reason = "the field that is to be left empty was not sent at all (6)"
    assert only_story(site).events[0].reason == f"{reason}; {CONFIRMED}"


def test_what_cannot_be_stored_is_asked_about_once_more(browser: Browser, site: Site) -> None:
    page = sent(browser)
    with ledger_gone(site):
        again = page.send()
    assert (again.status, again.answers) == (503, page.answers)
    assert "nothing was sent" in again.words

    again.send()

    assert only_story(site).events[0].reason == f"{MARKUP}; {CONFIRMED}"


def test_all_answers_of_a_form_in_steps_are_asked_about(browser: Browser, site: Site) -> None:
    page = browser.get("/f/project").fill(first_name="Ada", email="ada@example.com").send()
    page = page.fill(kind="sauna", notes=DOUBTFUL).send()
    checked = page.fill(budget="250 000", privacy="true").send()
    page = checked.send()

    assert (page.status, heading(page), page.answers) == (422, ASKED, checked.answers)
    assert heading(page.send("Back")) == "Check your answers"
    assert page.send().settled().h1 == "We have your project"
    assert [body["notes"] for body in sent_bodies(site)] == [DOUBTFUL]


def test_it_is_asked_in_the_visitors_language(browser: Browser) -> None:
    arabic, danish = (sent(browser, f"?lang={language}") for language in ("ar", "da"))

    assert (arabic.language, heading(arabic)) == (("ar", "rtl"), "يُرجى التأكيد")
    assert heading(danish) == "Bekræft afsendelsen"
