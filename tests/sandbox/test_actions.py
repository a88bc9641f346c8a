from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

import pytest

from leadframe.lead import Lead
from leadframe.sandbox import Channel, Sandbox
from leadframe.sandbox.channels import PropertyDefinition
from tests.sandbox.http import ABSENT, CLOSED, KEY, LEAD, LOOKUP, OPEN, ask

DEAL_SIZE = "11111111-2222-3333-4444-555555555555"


def test_a_lead_is_created_as_the_reference_shows(sandbox: Sandbox) -> None:
    reply = ask(sandbox, LEAD | {"first_name": "Alex"})
    lead = reply.json["lead"]
    assert reply.status == 200
    assert UUID(lead.pop("id")).version == 4
    assert lead.pop("created_at").endswith("Z")
    assert UUID(lead.pop("lead_status_id")).version == 4
    assert lead == {
        "email": "alex@example.com",
        "first_name": "Alex",
        "last_name": None,
        "phone": None,
        "company_name": None,
        "source": None,
        "employee": None,
        "status": "New lead",
        "notes": None,
        "business_id": "lf-1",
        "channels_id": OPEN,
    }


def test_a_creation_time_looks_like_the_references() -> None:
    with Sandbox(now=lambda: 1743585300.0) as sandbox:
        assert ask(sandbox, LEAD).json["lead"]["created_at"] == "2025-04-02T09:15:00.000Z"


def test_a_channel_goes_by_its_public_uuid_too(sandbox: Sandbox) -> None:
    by_uuid = LEAD | {"channel_id": "00000000-0000-4000-9000-000000000001"}
    assert ask(sandbox, by_uuid).json["lead"]["channels_id"] == OPEN


@pytest.mark.parametrize("number", range(1, 10))
def test_nine_channels_are_open_to_developers(sandbox: Sandbox, number: int) -> None:
    channel = f"00000000-0000-4000-8000-00000000000{number}"
    assert ask(sandbox, LEAD | {"channel_id": channel}).status == 200


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel_id": ""}, (400, "channel_id required")),
        ({"channel_id": CLOSED}, (403, "Public API not enabled for this channel")),
        ({"channel_id": ABSENT}, (404, "Channel not found")),
        ({"channel_id": 7}, (404, "Channel not found")),
        ({"action": "delete_everything"}, (400, "Unknown action")),
        ({"action": "get_channels"}, (401, "Invalid API key")),
        ({"action": ["get_leads"]}, (400, "Unknown action")),
        ({"action": "get_leads"}, (401, "Invalid API key")),
    ],
)
def test_what_is_wrong_is_refused_in_the_apis_words(
    sandbox: Sandbox, change: dict[str, Any], error: tuple[int, str]
) -> None:
    assert ask(sandbox, LEAD | change).error == error
    assert sandbox.accepted == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe"])
def test_what_is_no_json_object_is_refused(sandbox: Sandbox, body: bytes) -> None:
    assert ask(sandbox, body).error == (400, "Invalid JSON")


def test_channels_are_shown_to_who_has_the_key(sandbox: Sandbox) -> None:
    channels = ask(sandbox, {"action": "get_channels"}, headers=KEY).json["channels"]
    assert [channel["no_auth_api"] for channel in channels] == [True] * 9 + [False]
    assert channels[0]["property_definitions"][0] == {
        "id": DEAL_SIZE,
        "name": "Deal size",
        "type": "number",
        "order": 1,
        "visible": True,
    }
    assert set(channels[0]["lead_status"][0]) == {"id", "status", "order", "visible", "color"}


def test_the_newest_hundred_leads_are_shown_newest_first(sandbox: Sandbox) -> None:
    for number in range(102):
        ask(sandbox, LEAD | {"business_id": f"lf-{number}"})
    ask(sandbox, LEAD | {"channel_id": OPEN.replace("1", "2")})
    shown = ask(sandbox, LOOKUP, headers=KEY).json["leads"]
    assert [lead["business_id"] for lead in shown] == [f"lf-{n}" for n in range(101, 1, -1)]


WITH_PROPERTIES = LEAD | {
    "employee": "Kim",
    "properties": [
        {"property_definitions_id": DEAL_SIZE, "value": "5"},
        {"property_definitions_id": ABSENT, "value": "lost"},
    ],
}


def test_the_older_shape_has_employee_and_property_values(sandbox: Sandbox) -> None:
    ask(sandbox, WITH_PROPERTIES)
    (lead,) = ask(sandbox, LOOKUP, headers=KEY).json["leads"]
    assert lead["employee"] == "Kim"
    assert lead["property_values"] == WITH_PROPERTIES["properties"]


def test_the_newer_shape_is_an_array_with_properties_by_name() -> None:
    with Sandbox(leads_shape="array", api_key="other") as sandbox:
        ask(sandbox, WITH_PROPERTIES)
        (lead,) = ask(sandbox, LOOKUP, headers={"X-Api-Key": "other"}).json
    assert lead["referring_employee"] == "Kim"
    assert lead["Deal size"] == "5"
    assert not {"employee", "property_values", "properties"} & set(lead)


def test_the_record_tells_of_every_lead_that_a_request_created() -> None:
    record = io.StringIO()
    with Sandbox(record=record, flood_per_lead=3) as sandbox:
        ask(sandbox, WITH_PROPERTIES)
        ask(sandbox, LEAD | {"channel_id": CLOSED})
        ask(sandbox, LEAD)
        created = [one["lead"] for one in sandbox.accepted]
    lines = [json.loads(line) for line in record.getvalue().splitlines()]
    assert [line.pop("property_values") for line in lines] == [WITH_PROPERTIES["properties"], []]
    assert lines == created


@pytest.mark.parametrize("channel_id", [ABSENT, None, "30000000-0000-4000-8000-000000000000"])
def test_leads_of_a_channel_out_of_reach_are_not_shown(channel_id: str | None) -> None:
    unreadable = Channel(
        id="30000000-0000-4000-8000-000000000000",
        uuid="30000000-0000-4000-9000-000000000000",
        title="Somebody else's",
        readable=False,
        property_definitions=(PropertyDefinition(id=DEAL_SIZE, name="Deal size"),),
    )
    with Sandbox(channels=[unreadable]) as sandbox:
        wish = {"action": "get_leads", "channel_id": channel_id}
        assert ask(sandbox, wish, headers=KEY).error == (403, "Channel not accessible")


def test_a_request_made_from_a_lead_leaves_nothing_to_complain_about(sandbox: Sandbox) -> None:
    lead = Lead(email="alex@example.com", properties=((DEAL_SIZE, "5"),))
    ask(sandbox, LEAD | lead.as_request())
    assert sandbox.complaints == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"nickname": "Al"}, "unknown key 'nickname'"),
        ({"phone": None}, "phone is NoneType, not a string"),
        ({"phone": 45}, "phone is int, not a string"),
        ({"phone": ""}, "phone is empty"),
        ({"channel_id": "acme"}, "channel_id is not a uuid"),
        ({"properties": []}, "properties is not a list with something in it"),
        ({"properties": {}}, "properties is not a list with something in it"),
        (
            {"properties": [{"id": DEAL_SIZE, "value": "5"}]},
            "properties[0] has not exactly the keys property_definitions_id and value",
        ),
        (
            {"properties": ["5"]},
            "properties[0] has not exactly the keys property_definitions_id and value",
        ),
        (
            {"properties": [{"property_definitions_id": "Deal size", "value": "5"}]},
            "properties[0].property_definitions_id is not a uuid",
        ),
        (
            {"properties": [{"property_definitions_id": DEAL_SIZE, "value": 5}]},
            "properties[0].value is int, not a string",
        ),
    ],
)
def test_what_the_reference_does_not_allow_is_complained_about(
    sandbox: Sandbox, change: dict[str, Any], complaint: str
) -> None:
    ask(sandbox, LEAD | change)
    assert sandbox.complaints == [complaint]


def test_other_actions_are_not_complained_about(sandbox: Sandbox) -> None:
    ask(sandbox, {"action": "get_channels", "page": 2}, headers=KEY)
    assert sandbox.complaints == []
