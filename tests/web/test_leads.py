"""What the lead API is sent, to the letter, for each of the example forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.pages import Browser
from tests.site import Site
from tests.web.world import sent_bodies

CHANNEL = "00000000-0000-4000-8000-00000000000"
Typed = dict[str, str | Sequence[str]]


def property_of(start: str, value: str) -> dict[str, str]:
    """Return a property as it is sent; the examples' ids differ in their first group."""
    group = start + start[-1] * (8 - len(start))
    return {"property_definitions_id": f"{group}-2222-3333-4444-555555555555", "value": value}


ALL_FIELDS: Typed = {
    "first_name": "  Ada ",
    "last_name": "King",
    "email": "Ada@Example.com",
    "phone": "020 7946 0018",
    "answer_in": "en",
    "maker": "Thwaites & Reed",
    "pictures": "pictures.example/clock?page=1",
    "height": "182.5",
    "year": "1843",
    "value": "£12,500",
    "accuracy": "99.5 %",
    "stopped_on": "2026-02-28",
    "kind": "music-box",
    "made_in": "CH",
    "urgency": "This year",
    "faults": ["It stopped", "__other__", "It hums; softly"],
    "call_at": "2.30 pm",
    "visit_at": "2026-03-02T10:30",
    "collect": "true",
    "notes": "From my aunt.\r\nIt chimed “once”.",
    "utm_campaign": "spring",
    "privacy": "true",
}
EVENT: Typed = {
    "first_name": "Søren",
    "last_name": "Åkesson",
    "email": "soren@havn.example",
    "phone": "20 12 34 56",
    "company_name": "Bådeværftet",
    "role": "shipyard",
    "days": ["friday", "sunday"],
    "guests": "2",
    "food": "vegan",
    "step_free": "true",
    "notes": "Vi kommer til søs.",
    "photos": "true",
}
QUOTE: Typed = {
    "company_name": "Solgården",
    "business_id": "K-1042",
    "email": "sol@gaard.example",
    "building": "barn",
    "budget": "250.000",
    "notes": "South side.",
}
WORKSHOP: Typed = {
    "first_name": "Ada",
    "email": "ada@example.com",
    "evening": "Either is fine",
    "places": "2",
    "privacy": "true",
}
TYPED: dict[str, Typed] = {
    "all-fields": ALL_FIELDS,
    "contact": {"email": "ada@example.com", "notes": "Hello"},
    "event": EVENT,
    "newsletter": {"email": "ada@example.com", "letter": "true"},
    "quote": QUOTE,
    "workshop": WORKSHOP,
}
SENT: dict[str, dict[str, Any]] = {
    "all-fields": {
        "channel_id": f"{CHANNEL}2",
        "email": "Ada@example.com",
        "first_name": "Ada",
        "last_name": "King",
        "phone": "+442079460018",
        "source": "Workshop form",
        "notes": "From my aunt.\nIt chimed “once”.",
        "properties": [
            property_of("8e", "en"),
            property_of("81", "Thwaites & Reed"),
            property_of("82", "https://pictures.example/clock?page=1"),
            property_of("83", "182.5"),
            property_of("84", "1843"),
            property_of("1", "12500"),
            property_of("85", "99.5"),
            property_of("86", "2026-02-28"),
            property_of("2", "music-box"),
            property_of("8d", "CH"),
            property_of("87", "This year"),
            property_of("88", "It stopped; It hums, softly"),
            property_of("8b", "14:30"),
            property_of("8c", "2026-03-02T10:30"),
            property_of("89", "true"),
            property_of("8a", "spring"),
        ],
    },
    "contact": {
        "channel_id": f"{CHANNEL}1",
        "email": "ada@example.com",
        "source": "Website",
        "notes": "Hello",
    },
    "event": {
        "channel_id": f"{CHANNEL}3",
        "email": "soren@havn.example",
        "first_name": "Søren",
        "last_name": "Åkesson",
        "phone": "+4520123456",
        "company_name": "Bådeværftet",
        "source": "Havnedagene",
        "employee": "Event desk",
        "notes": "Vi kommer til søs.",
        "properties": [
            property_of("71", "shipyard"),
            property_of("72", "friday; sunday"),
            property_of("73", "2"),
            property_of("74", "vegan"),
            property_of("75", "true"),
            property_of("6", "harbour-days"),
        ],
    },
    "newsletter": {
        "channel_id": f"{CHANNEL}5",
        "email": "ada@example.com",
        "source": "Newsletter",
    },
    "quote": {
        "channel_id": f"{CHANNEL}4",
        "email": "sol@gaard.example",
        "company_name": "Solgården",
        "source": "Quote form",
        "employee": "Partner desk",
        "business_id": "K-1042",
        "properties": [property_of("2", "barn"), property_of("1", "250000")],
    },
    "workshop": {
        "channel_id": f"{CHANNEL}6",
        "email": "ada@example.com",
        "first_name": "Ada",
        "source": "Workshop page",
        "properties": [property_of("91", "Either is fine"), property_of("93", "2")],
    },
}


@pytest.mark.parametrize("way", ["", "/embed"])
@pytest.mark.parametrize("slug", TYPED)
def test_the_lead_api_is_sent_exactly_what_was_typed(
    browser: Browser, site: Site, slug: str, way: str
) -> None:
    result = browser.get(f"/f/{slug}{way}").fill(**TYPED[slug]).send().settled()

    reference = f"lf-{result.reference}"
    expected = {"action": "lead_external", "business_id": reference} | SENT[slug]
    if slug == "quote":  # whose business_id is the customer's own
        expected["notes"] = f"Reference: {reference}\n\nSouth side."
    if slug == "newsletter":  # what was agreed to, and when: see test_consents
        expected["notes"] = site.backend.ledger.story(reference).payload["notes"]
    assert sent_bodies(site) == [expected]
    assert site.sandbox.complaints == []


def test_what_no_form_asks_for_is_not_sent(browser: Browser, site: Site) -> None:
    page = browser.get("/f/newsletter").fill(email="ada@example.com", letter="true")
    smuggled = {"source": "me", "channel_id": f"{CHANNEL}9", "utm_campaign": "x", "employee": "me"}

    browser.post("/f/newsletter", page.values | smuggled)

    (body,) = sent_bodies(site)
    assert (body["source"], body["channel_id"]) == ("Newsletter", f"{CHANNEL}5")
    assert not body.keys() & {"employee", "properties"}


def test_the_channel_id_is_not_in_the_ledger(browser: Browser, site: Site) -> None:
    result = browser.get("/f/contact").fill(email="ada@example.com").send()

    story = site.backend.ledger.story(result.reference)

    assert CHANNEL not in repr(story)
    assert f"{CHANNEL}1" in repr(sent_bodies(site))
