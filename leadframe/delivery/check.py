"""What the lead API says against a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadframe.channels import FormDefinition
from leadframe.delivery.channel_info import ChannelInfo
from leadframe.lead import LEAD_FIELDS

# The API page gives these as examples of property types; any other is taken as text.
KNOWN_TYPES = {"text", "textarea", "number", "integer", "select", "multiselect", "date", "checkbox"}


def faults_at_the_api(form: FormDefinition, channels: Sequence[ChannelInfo]) -> Iterator[str]:
    """Yield what would keep the form's leads from arriving whole, each with its remedy.

    Args:
        form: the form.
        channels: what `get_channels` told with the form's key.
    """
    wanted = form.channel_id.get_secret_value()
    channel = next((one for one in channels if wanted in {one.id, one.uuid}), None)
    if channel is None:
        yield "channel_id: the API key sees no such channel; copy the id from the CRM"
        return
    if not channel.no_auth_api:
        yield "channel_id: the channel's public API is off; switch it on in the CRM (no_auth_api)"
    known = {one.id: one for one in channel.properties}
    for place in _properties_of(form):
        if place not in known:
            yield f"{place}: the channel has no such property; copy its uuid from the CRM"
        elif known[place].type.lower() not in KNOWN_TYPES:
            kind = known[place].type or "no type"
            yield f"{place}: the CRM says {kind}, which Leadframe does not know; it is sent as text"


def _properties_of(form: FormDefinition) -> list[str]:
    """Return the property uuids that the form fills, each once, in its order."""
    places = [field.place for field in form.fields if field.place]
    places += form.fixed
    if form.reference_in not in {"none", "notes"}:
        places.append(form.reference_in)
    return [place for place in dict.fromkeys(places) if place not in LEAD_FIELDS]
