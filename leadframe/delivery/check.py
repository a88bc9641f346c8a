"""What the lead API says against a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leadframe.channels import FormDefinition
from leadframe.delivery.channel_info import ChannelInfo
from leadframe.lead import LEAD_FIELDS

# The API page gives the first three as examples; whatever it means by others, text reaches it.
KNOWN_TYPES = {"text", "number", "select", "textarea", "integer", "multiselect", "date", "checkbox"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a form: its place and what to do, in one line.

    `is_fault` says whether leads would be lost or cut short by it.
    """

    text: str
    is_fault: bool = True


def findings_at_the_api(form: FormDefinition, channels: Sequence[ChannelInfo]) -> Iterator[Finding]:
    """Yield what may keep the form's leads from arriving whole, each with its remedy.

    Args:
        form: the form.
        channels: what `get_channels` told with the form's key.
    """
    wanted = form.channel_id.get_secret_value()
    channel = next((one for one in channels if wanted in {one.id, one.uuid}), None)
    if channel is None:
        yield Finding("channel_id: the API key sees no such channel; copy the id from the CRM")
        return
    if not channel.no_auth_api:
        yield Finding("channel_id: the channel's public API is off; switch it on (no_auth_api)")
    kinds = {one.id: one.type or "nothing" for one in channel.properties}
    for place in _properties_of(form):
        if place not in kinds:
            yield Finding(f"{place}: the channel has no such property; copy its uuid from the CRM")
        elif kinds[place].lower() not in KNOWN_TYPES:
            text = f'{place}: the CRM calls its type "{kinds[place]}"; it is sent as text'
            yield Finding(text, is_fault=False)


def _properties_of(form: FormDefinition) -> list[str]:
    """Return the property uuids that the form fills, each once, in its order."""
    places = [field.place for field in form.fields if field.place]
    places += form.fixed
    if form.reference_in not in {"none", "notes"}:
        places.append(form.reference_in)
    return [place for place in dict.fromkeys(places) if place not in LEAD_FIELDS]
