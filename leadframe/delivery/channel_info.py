"""What `get_channels` tells of the channels, read with tolerance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from leadframe.channels import FormDefinition
from leadframe.errors import UnreadableAnswerError


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionInfo:
    """One choice of a property."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyInfo:
    """A custom property; `type` is the API's own word, of which only examples are known."""

    id: str
    name: str
    type: str
    order: int
    visible: bool
    options: tuple[OptionInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInfo:
    """A status that leads of the channel can have."""

    id: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelInfo:
    """A channel. `id` and `uuid` are secrets; `uuid` is empty when the API does not show it."""

    id: str
    uuid: str
    title: str
    currency: str
    no_auth_api: bool
    properties: tuple[PropertyInfo, ...]
    statuses: tuple[StatusInfo, ...]


def channel_of(form: FormDefinition, channels: Iterable[ChannelInfo]) -> ChannelInfo | None:
    """Return the channel of a form, if it is among these."""
    wanted = form.channel_id.get_secret_value()
    return next((one for one in channels if wanted in {one.id, one.uuid}), None)


def read_channels(body: bytes) -> list[ChannelInfo]:
    """Read the answer to `get_channels`: the properties of each channel in their order.

    What has no id is left out, and what is missing otherwise is taken as empty.

    Raises:
        UnreadableAnswerError: there is no list of channels in it.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("the answer to get_channels is not JSON") from error
    channels = answer.get("channels") if isinstance(answer, dict) else None
    if not isinstance(channels, list):
        raise UnreadableAnswerError("the answer to get_channels has no list of channels")
    return [_channel(item) for item in _with_ids(channels)]


def _channel(item: dict[str, Any]) -> ChannelInfo:
    properties = [_property(one) for one in _with_ids(item.get("property_definitions"))]
    statuses = [
        StatusInfo(id=one["id"], status=_text(one.get("status")))
        for one in _with_ids(item.get("lead_status"))
    ]
    return ChannelInfo(
        id=item["id"],
        uuid=_text(item.get("uuid")),
        title=_text(item.get("title")),
        currency=_text(item.get("currency")),
        no_auth_api=item.get("no_auth_api") is True,
        properties=tuple(sorted(properties, key=lambda one: one.order)),
        statuses=tuple(statuses),
    )


def _property(item: dict[str, Any]) -> PropertyInfo:
    order = item.get("order")
    return PropertyInfo(
        id=item["id"],
        name=_text(item.get("name")),
        type=_text(item.get("type")),
        order=order if isinstance(order, int) else 0,
        visible=item.get("visible") is not False,
        options=tuple(_options(item.get("options"))),
    )


def _options(items: object) -> Iterator[OptionInfo]:
    """Options are not in the API's page: strings and objects with label and value are known."""
    for item in items if isinstance(items, list) else ():
        value = _text(item.get("value") if isinstance(item, dict) else item)
        label = _text(item.get("label")) if isinstance(item, dict) else value
        if value or label:
            yield OptionInfo(value=value or label, label=label or value)


def _with_ids(items: object) -> Iterator[dict[str, Any]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            yield item


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
