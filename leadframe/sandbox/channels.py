"""The channels that the sandbox knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDefinition:
    """A custom property of a channel's leads."""

    id: str
    name: str
    type: str = "text"
    order: int = 0
    visible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadStatus:
    """A status a channel's leads can have; a new lead gets the first one."""

    id: str
    status: str
    order: int = 0
    visible: bool = True
    color: str = "#3b82f6"


NEW_LEAD = LeadStatus(id="00000000-0000-4000-8000-0000000005a1", status="New lead")
EXAMPLE_PROPERTIES = (
    PropertyDefinition(
        id="11111111-2222-3333-4444-555555555555", name="Deal size", type="number", order=1
    ),
    PropertyDefinition(
        id="22222222-2222-3333-4444-555555555555", name="Segment", type="select", order=2
    ),
    PropertyDefinition(id="33333333-2222-3333-4444-555555555555", name="Reference", order=3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel that leads go to.

    `no_auth_api` says whether `lead_external` may post to it, `readable` whether the API key
    may read it.
    """

    id: str
    uuid: str
    title: str
    no_auth_api: bool = True
    readable: bool = True
    property_definitions: tuple[PropertyDefinition, ...] = ()
    lead_status: tuple[LeadStatus, ...] = field(default=(NEW_LEAD,))

    def goes_by(self, given: object) -> bool:
        """Tell whether a request means this channel, by its primary id or its public uuid."""
        return isinstance(given, str) and given.lower() in {self.id, self.uuid}

    def as_json(self) -> dict[str, Any]:
        """Return the channel as `get_channels` shows it."""
        return {
            "id": self.id,
            "uuid": self.uuid,
            "title": self.title,
            "created_at": "2025-04-02T09:15:00.000Z",
            "referring_id": None,
            "receiving_id": None,
            "creator": None,
            "partner": None,
            "currency": "DKK",
            "no_auth_api": self.no_auth_api,
            "property_definitions": [asdict(each) for each in self.property_definitions],
            "lead_status": [asdict(each) for each in self.lead_status],
        }


def _example(digit: str, *, title: str, no_auth_api: bool = True) -> Channel:
    return Channel(
        id=f"00000000-0000-4000-8000-00000000000{digit}",
        uuid=f"00000000-0000-4000-9000-00000000000{digit}",
        title=title,
        no_auth_api=no_auth_api,
        property_definitions=EXAMPLE_PROPERTIES,
    )


# Open channels ...0001 to ...0009 for `make dev`, and ...000c, whose public API is off.
DEFAULT_CHANNELS = (
    *(_example(str(number), title=f"Channel {number}") for number in range(1, 10)),
    _example("c", title="Closed channel", no_auth_api=False),
)
