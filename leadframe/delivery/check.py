"""What the lead API says against a form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import SecretStr

from leadframe.channels import FormDefinition
from leadframe.delivery.channel_info import ChannelInfo, channel_of
from leadframe.errors import LeadAPIError
from leadframe.lead import LEAD_FIELDS

# The API page gives "text", "number" and "select" as examples; whatever it means by others, text
# reaches it.
TEXT_TYPES = {"text", "textarea"}
OTHER_TYPES = {"number", "select", "integer", "multiselect", "date", "checkbox"}
KNOWN_TYPES = TEXT_TYPES | OTHER_TYPES


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a form: its place and what to do, in one line.

    `is_fault` says whether leads would be lost or cut short by it.
    """

    text: str
    is_fault: bool = True


def check_forms(
    forms: Iterable[FormDefinition],
    *,
    api_key: SecretStr | None,
    get_channels: Callable[[str], Sequence[ChannelInfo]],
) -> Iterator[Finding]:
    """Yield what the lead API says against forms, asking it once for each key.

    Args:
        forms: the forms; those without a key are passed over.
        api_key: the key of the forms that have none of their own.
        get_channels: asks the lead API with a key; may raise LeadAPIError.
    """
    sharing: defaultdict[str, list[FormDefinition]] = defaultdict(list)
    for form in forms:
        if key := form.api_key or api_key:
            sharing[key.get_secret_value()].append(form)
    for key_value, ours in sharing.items():
        yield from _findings_with(key_value, ours, get_channels)


def _findings_with(
    key: str, forms: Sequence[FormDefinition], get_channels: Callable[[str], Sequence[ChannelInfo]]
) -> Iterator[Finding]:
    try:
        channels = get_channels(key)
    except LeadAPIError as error:
        yield from (Finding(f"{form.slug}.toml: {error}") for form in forms)
        return
    for form in forms:
        for finding in findings_at_the_api(form, channels):
            yield replace(finding, text=f"{form.slug}.toml: {finding.text}")


def findings_at_the_api(form: FormDefinition, channels: Sequence[ChannelInfo]) -> Iterator[Finding]:
    """Yield what may keep the form's leads from arriving whole, or from being looked up.

    Args:
        form: the form.
        channels: what `get_channels` told with the form's key.
    """
    channel = channel_of(form, channels)
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
    yield from _about_the_reference(form, kinds)


def _about_the_reference(form: FormDefinition, kinds: dict[str, str]) -> Iterator[Finding]:
    """Say whether our reference survives where the form puts it, for lookups go by it alone."""
    place = form.reference_in
    kind = kinds.get(place, "")
    if kind.lower() in OTHER_TYPES:
        yield Finding(
            f'reference_in: the CRM calls the property\'s type "{kind}", which cannot hold a'
            ' reference; name a text property, or give "business_id" or "notes"'
        )
    if place == "none":
        fate = "sent again" if form.on_ambiguous == "resend" else "held for a person"
        text = f'reference_in: "none" leaves nothing to look up, so what is in doubt is {fate}'
        yield Finding(text, is_fault=False)


def _properties_of(form: FormDefinition) -> list[str]:
    """Return the property uuids that the form fills, each once, in its order."""
    places = dict.fromkeys(form.places())
    return [place for place in places if place not in LEAD_FIELDS]
