"""The lead API's actions, as its reference describes them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from math import inf
from typing import Any, Literal, TextIO

from leadframe.lead import LEAD_FIELDS
from leadframe.sandbox.channels import Channel

# "object" is the older `{"leads": [...]}`, "array" the newer bare list.
LeadsShape = Literal["object", "array"]
LOOKUPS = ("get_channels", "get_leads")
NEWEST = 100
KEPT_LEADS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the API answers, and the lead it created for it, if it did."""

    status: int
    content: object
    lead: dict[str, Any] | None = None

    @classmethod
    def error(cls, status: int, text: str) -> Answer:
        """Return the API's way of saying no."""
        return cls(status=status, content={"error": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Created:
    at: float
    lead: dict[str, Any]
    properties: list[Any]


class Actions:
    """The lead API behind its address: carries requests out and remembers the leads.

    It remembers the last 10,000 leads of each channel. Not safe for several threads at once; the
    server lets one in at a time.

    Args:
        channels: the channels that exist.
        api_key: what the actions that need a key take.
        leads_shape: how `get_leads` answers.
        flood_per_lead: how many leads from elsewhere follow each lead that is created.
        record: where each lead that a request creates is written, one line of JSON each.
        now: gives Unix seconds.
        new_id: gives the ids of new leads.
    """

    def __init__(  # noqa: PLR0913 - what the sandbox is told
        self,
        channels: Sequence[Channel],
        *,
        api_key: str,
        leads_shape: LeadsShape,
        flood_per_lead: int,
        record: TextIO | None,
        now: Callable[[], float],
        new_id: Callable[[], object],
    ) -> None:
        self._channels = tuple(channels)
        self._api_key = api_key
        self._leads_shape = leads_shape
        self._flood_per_lead = flood_per_lead
        self._record = record
        self._now = now
        self._new_id = new_id
        self._created: dict[str, deque[_Created]] = {
            channel.id: deque(maxlen=KEPT_LEADS) for channel in channels
        }

    def perform(self, body: object, *, api_key: str | None, shown_until: float = inf) -> Answer:
        """Carry out a request's action.

        Args:
            body: the request; one that is no JSON object comes as None.
            api_key: the key it came with.
            shown_until: later leads are not shown, in Unix seconds.
        """
        if not isinstance(body, dict):
            return Answer.error(400, "Invalid JSON")
        if body.get("action") == "lead_external":
            return self._lead_external(body)
        if body.get("action") not in LOOKUPS:
            return Answer.error(400, "Unknown action")
        if api_key != self._api_key:
            return Answer.error(401, "Invalid API key")
        if body["action"] == "get_channels":
            return self._get_channels()
        return self._get_leads(body.get("channel_id"), shown_until)

    def flood(self, channel_id: str, count: int) -> None:
        """Let leads come to a channel from elsewhere.

        Raises:
            ValueError: there is no such channel.
        """
        channel = self._find(channel_id)
        if channel is None:
            raise ValueError("no channel goes by that id")
        for _ in range(count):
            self._create(channel, {"source": "Elsewhere"})

    def _lead_external(self, body: dict[str, Any]) -> Answer:
        if not body.get("channel_id"):
            return Answer.error(400, "channel_id required")
        channel = self._find(body["channel_id"])
        if channel is None:
            return Answer.error(404, "Channel not found")
        if not channel.no_auth_api:
            return Answer.error(403, "Public API not enabled for this channel")
        created = self._create(channel, body)
        self._write_down(created)
        self.flood(channel.id, self._flood_per_lead)
        return Answer(status=200, content={"lead": created.lead}, lead=created.lead)

    def _create(self, channel: Channel, body: dict[str, Any]) -> _Created:
        at = self._now()
        created_at = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
        lead = {
            "id": str(self._new_id()),
            "created_at": created_at.replace("+00:00", "Z"),
            **{name: body.get(name) for name in LEAD_FIELDS},
            "status": channel.lead_status[0].status,
            "lead_status_id": channel.lead_status[0].id,
            "channels_id": channel.id,
        }
        created = _Created(at=at, lead=lead, properties=body.get("properties") or [])
        self._created[channel.id].append(created)
        return created

    def _write_down(self, created: _Created) -> None:
        """Add a lead to the record; not even a kill in the next moment takes it back."""
        if self._record:
            self._record.write(json.dumps(_older_shape(created)) + "\n")
            self._record.flush()

    def _get_channels(self) -> Answer:
        shown = [channel.as_json() for channel in self._channels if channel.readable]
        return Answer(status=200, content={"channels": shown})

    def _get_leads(self, channel_id: object, shown_until: float) -> Answer:
        channel = self._find(channel_id)
        if channel is None or not channel.readable:
            return Answer.error(403, "Channel not accessible")
        shown = (one for one in reversed(self._created[channel.id]) if one.at <= shown_until)
        newest = islice(shown, NEWEST)
        if self._leads_shape == "object":
            return Answer(status=200, content={"leads": [_older_shape(one) for one in newest]})
        return Answer(status=200, content=[_newer_shape(one, channel) for one in newest])

    def _find(self, channel_id: object) -> Channel | None:
        return next((one for one in self._channels if one.goes_by(channel_id)), None)


def _older_shape(one: _Created) -> dict[str, Any]:
    """Custom properties stand in `property_values`."""
    return {**one.lead, "property_values": one.properties}


def _newer_shape(one: _Created, channel: Channel) -> dict[str, Any]:
    """`employee` has a new name, and custom properties stand at the top by their names."""
    names = {each.id: each.name for each in channel.property_definitions}
    shown = {key: value for key, value in one.lead.items() if key != "employee"}
    shown["referring_employee"] = one.lead["employee"]
    for item in one.properties:
        if name := names.get(item["property_definitions_id"]):
            shown[name] = item["value"]
    return shown
