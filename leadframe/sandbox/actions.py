"""The lead API's actions, as its reference describes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal

from leadframe.lead import LEAD_FIELDS
from leadframe.sandbox.channels import Channel

# "object" is the older `{"leads": [...]}`, "array" the newer bare list.
LeadsShape = Literal["object", "array"]
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
    lead: dict[str, Any]
    properties: list[Any]


class Actions:
    """The lead API behind its address: carries requests out and remembers the leads.

    Not safe for several threads at once; the server lets one in at a time.
    """

    def __init__(
        self,
        channels: Sequence[Channel],
        *,
        api_key: str,
        leads_shape: LeadsShape,
        now: Callable[[], float],
        new_id: Callable[[], object],
    ) -> None:
        self._channels = tuple(channels)
        self._api_key = api_key
        self._leads_shape = leads_shape
        self._now = now
        self._new_id = new_id
        self._created: deque[_Created] = deque(maxlen=KEPT_LEADS)

    def perform(self, body: object, *, api_key: str | None) -> Answer:
        """Carry out a request's action; a body that is no JSON object comes as None."""
        if not isinstance(body, dict):
            return Answer.error(400, "Invalid JSON")
        if body.get("action") == "lead_external":
            return self._lead_external(body)
        if body.get("action") not in {"get_channels", "get_leads"}:
            return Answer.error(400, "Unknown action")
        if api_key != self._api_key:
            return Answer.error(401, "Invalid API key")
        if body["action"] == "get_channels":
            return self._get_channels()
        return self._get_leads(body.get("channel_id"))

    def _lead_external(self, body: dict[str, Any]) -> Answer:
        if not body.get("channel_id"):
            return Answer.error(400, "channel_id required")
        channel = self._find(body["channel_id"])
        if channel is None:
            return Answer.error(404, "Channel not found")
        if not channel.no_auth_api:
            return Answer.error(403, "Public API not enabled for this channel")
        lead = self._new_lead(body, channel)
        self._created.append(_Created(lead=lead, properties=body.get("properties") or []))
        return Answer(status=200, content={"lead": lead}, lead=lead)

    def _new_lead(self, body: dict[str, Any], channel: Channel) -> dict[str, Any]:
        created_at = datetime.fromtimestamp(self._now(), UTC)
        return {
            "id": str(self._new_id()),
            "created_at": created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **{name: body.get(name) for name in LEAD_FIELDS},
            "status": channel.lead_status[0].status,
            "lead_status_id": channel.lead_status[0].id,
            "channels_id": channel.id,
        }

    def _get_channels(self) -> Answer:
        shown = [channel.as_json() for channel in self._channels if channel.readable]
        return Answer(status=200, content={"channels": shown})

    def _get_leads(self, channel_id: object) -> Answer:
        channel = self._find(channel_id)
        if channel is None or not channel.readable:
            return Answer.error(403, "Channel not accessible")
        mine = (one for one in reversed(self._created) if one.lead["channels_id"] == channel.id)
        newest = islice(mine, NEWEST)
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
