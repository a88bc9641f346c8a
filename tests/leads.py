"""Every example form filled in: what is typed into each field, and what the lead API is then sent.

Every field that a visitor sees has its answer here, so that a form is also filled in to the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.site import Site

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
    "privacy": "true",
}
CONTACT: Typed = {
    "first_name": "Grace",
    "last_name": "O'Brien",
    "email": "grace@example.com",
    "phone": "+45 20 12 34 56",
    "company_name": "O'Brien & Søn",
    "notes": "Hello",
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
NEWSLETTER: Typed = {"first_name": "Ada", "email": "ada@example.com", "letter": "true"}
PROJECT: Typed = {
    "first_name": "Åsa",
    "last_name": "Lind",
    "email": "asa@example.com",
    "phone": "070-174 06 05",
    "company_name": "Lind & Co",
    "company_number": "556036-0793",
    "kind": "sauna",
    "notes": "Two metres deep.\r\nBy boat.",
    "stove": "electric",
    "budget": "250 000",
    "start": "2027-06-01",
    "privacy": "true",
}
QUOTE: Typed = {
    "company_name": "Solgården",
    "business_id": "K-1042",
    "email": "sol@gaard.example",
    "phone": "20 12 34 56",
    "building": "barn",
    "roof": "Fibre cement",
    "roof_share": "62,5",
    "budget": "250.000",
    "needed_by": "2027-03-31",
    "notes": "South side.",
}
WORKSHOP: Typed = {
    "first_name": "Ada",
    "last_name": "King",
    "email": "ada@example.com",
    "phone": "020 7946 0018",
    "evening": "Either is fine",
    "level": "A few times",
    "places": "2",
    "notes": "A teapot.",
    "privacy": "true",
}
TYPED: dict[str, Typed] = {
    "all-fields": ALL_FIELDS,
    "contact": CONTACT,
    "event": EVENT,
    "newsletter": NEWSLETTER,
    "project": PROJECT,
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
        "email": "grace@example.com",
        "first_name": "Grace",
        "last_name": "O'Brien",
        "phone": "+4520123456",
        "company_name": "O'Brien & Søn",
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
        "first_name": "Ada",
        "source": "Newsletter",
    },
    "project": {
        "channel_id": f"{CHANNEL}7",
        "email": "asa@example.com",
        "first_name": "Åsa",
        "last_name": "Lind",
        "phone": "+46701740605",
        "company_name": "Lind & Co",
        "source": "Project form",
        "notes": "Two metres deep.\nBy boat.",
        "properties": [
            property_of("3", "556036-0793"),
            property_of("2", "sauna"),
            property_of("4", "electric"),
            property_of("1", "250000"),
            property_of("5", "2027-06-01"),
        ],
    },
    "quote": {
        "channel_id": f"{CHANNEL}4",
        "email": "sol@gaard.example",
        "phone": "+4520123456",
        "company_name": "Solgården",
        "source": "Quote form",
        "employee": "Partner desk",
        "notes": "South side.",
        "business_id": "K-1042",
        "properties": [
            property_of("2", "barn"),
            property_of("3", "Fibre cement"),
            property_of("4", "62.5"),
            property_of("1", "250000"),
            property_of("5", "2027-03-31"),
            property_of("6", "spring"),
        ],
    },
    "workshop": {
        "channel_id": f"{CHANNEL}6",
        "email": "ada@example.com",
        "first_name": "Ada",
        "last_name": "King",
        "phone": "+442079460018",
        "source": "Workshop page",
        "notes": "A teapot.",
        "properties": [
            property_of("91", "Either is fine"),
            property_of("92", "A few times"),
            property_of("93", "2"),
        ],
    },
}
# Where visitors come from: two of the forms pass it on.
CAMPAIGN = "utm_campaign=spring"


def expected(site: Site, slug: str, reference: str) -> dict[str, Any]:
    """Return the whole body that the lead API is to be sent.

    Args:
        site: knows what is not the same every time.
        slug: the form's.
        reference: what the visitor was told.
    """
    ours = f"lf-{reference}"
    body = {"action": "lead_external", "business_id": ours} | SENT[slug]
    if slug == "quote":  # whose business_id is the customer's own
        body["notes"] = f"Reference: {ours}\n\n{body['notes']}"
    if slug == "newsletter":  # what was agreed to, and when: see test_consents
        body["notes"] = site.backend.ledger.story(ours).payload["notes"]
    return body
