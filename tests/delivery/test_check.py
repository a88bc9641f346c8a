from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from leadframe.delivery import ChannelInfo, PropertyInfo
from leadframe.delivery.check import (
    KNOWN_TYPES,
    OTHER_TYPES,
    TEXT_TYPES,
    Finding,
    check_forms,
    findings_at_the_api,
)
from leadframe.errors import RefusedKeyError
from tests.channels.files import CHANNEL, OTHER_PROPERTY, PROPERTY, form

DEAL_SIZE = {"property": PROPERTY, "label": "Deal size"}


def channel(*, kind: str = "number", **values: Any) -> ChannelInfo:
    size = PropertyInfo(id=PROPERTY, name="Deal size", type=kind, order=1, visible=True, options=())
    plain: dict[str, Any] = {
        "id": CHANNEL,
        "uuid": "",
        "title": "Acme",
        "currency": "",
        "no_auth_api": True,
        "properties": (size,),
        "statuses": (),
    }
    return ChannelInfo(**{**plain, **values})


def found(*channels: ChannelInfo, **form_values: Any) -> list[Finding]:
    return list(findings_at_the_api(form(**form_values), channels))


def places(findings: list[Finding]) -> list[str]:
    return [one.text.partition(":")[0] for one in findings]


def test_nothing_is_said_of_a_form_that_fits() -> None:
    assert found(channel(), field=(DEAL_SIZE,)) == []


def test_a_channel_may_go_by_its_public_uuid() -> None:
    assert found(channel(id="another", uuid=CHANNEL)) == []


def test_a_channel_that_the_key_does_not_see_is_all_that_is_said() -> None:
    (finding,) = found(channel(id="another"), field=({**DEAL_SIZE, "property": OTHER_PROPERTY},))

    assert finding.is_fault
    assert finding.text.startswith("channel_id: the API key sees no such channel")


def test_a_channel_whose_public_api_is_off_takes_no_lead() -> None:
    (finding,) = found(channel(no_auth_api=False))

    assert finding.is_fault
    assert "no_auth_api" in finding.text


@pytest.mark.parametrize(
    "form_values",
    [
        {"field": ({**DEAL_SIZE, "property": OTHER_PROPERTY},)},
        {"fixed": {OTHER_PROPERTY: "Website"}},
        {"reference_in": OTHER_PROPERTY},
    ],
)
def test_whatever_fills_a_property_needs_it_to_be_there(form_values: dict[str, Any]) -> None:
    findings = found(channel(), **form_values)

    assert places(findings) == [OTHER_PROPERTY]
    assert findings[0].is_fault


@pytest.mark.parametrize("place", ["notes", "business_id"])
def test_a_reference_that_is_in_no_property_needs_none(place: str) -> None:
    assert found(channel(), reference_in=place) == []


@pytest.mark.parametrize("kind", sorted(TEXT_TYPES | {"Text"}))
def test_a_property_of_text_can_hold_a_reference(kind: str) -> None:
    assert found(channel(kind=kind), reference_in=PROPERTY) == []


@pytest.mark.parametrize("kind", sorted(OTHER_TYPES | {"NUMBER"}))
def test_a_property_of_another_type_cannot_hold_a_reference(kind: str) -> None:
    (finding,) = found(channel(kind=kind), reference_in=PROPERTY)

    assert finding.is_fault
    assert finding.text == (
        f'reference_in: the CRM calls the property\'s type "{kind}", which cannot hold a'
        ' reference; name a text property, or give "business_id" or "notes"'
    )


def test_a_property_of_an_unknown_type_may_hold_a_reference() -> None:
    (finding,) = found(channel(kind="hologram"), reference_in=PROPERTY)

    assert not finding.is_fault


@pytest.mark.parametrize(
    ("on_ambiguous", "fate"), [("hold", "held for a person"), ("resend", "sent again")]
)
def test_a_form_without_a_reference_is_told_what_that_costs(on_ambiguous: str, fate: str) -> None:
    (finding,) = found(channel(), reference_in="none", on_ambiguous=on_ambiguous)

    assert not finding.is_fault
    assert finding.text == (
        f'reference_in: "none" leaves nothing to look up, so what is in doubt is {fate}'
    )


def test_fixed_lead_fields_need_no_property() -> None:
    assert found(channel(), fixed={"source": "Website"}) == []


@pytest.mark.parametrize("kind", sorted(KNOWN_TYPES | {"Number", "TEXT"}))
def test_a_known_type_needs_no_words(kind: str) -> None:
    assert found(channel(kind=kind), field=(DEAL_SIZE,)) == []


@pytest.mark.parametrize(("kind", "shown"), [("hologram", "hologram"), ("", "nothing")])
def test_an_unknown_type_is_worth_a_note(kind: str, shown: str) -> None:
    (finding,) = found(channel(kind=kind), field=(DEAL_SIZE,))

    assert not finding.is_fault
    assert finding.text == f'{PROPERTY}: the CRM calls its type "{shown}"; it is sent as text'


def test_the_lead_api_is_asked_once_for_each_key() -> None:
    asked: list[str] = []

    def get_channels(key: str) -> list[ChannelInfo]:
        asked.append(key)
        return [channel()]

    forms = [form(), form(slug="bell", api_key="theirs"), form(slug="cole")]

    assert list(check_forms(forms, api_key=SecretStr("ours"), get_channels=get_channels)) == []
    assert asked == ["ours", "theirs"]


def test_forms_without_a_key_are_passed_over() -> None:
    assert list(check_forms([form()], api_key=None, get_channels=lambda _key: [])) == []


def test_a_key_that_is_refused_is_a_fault_of_all_its_forms() -> None:
    def refuse(_key: str) -> list[ChannelInfo]:
        raise RefusedKeyError("the lead API refused the API key (401)")

    forms = [form(), form(slug="bell")]
    findings = list(check_forms(forms, api_key=SecretStr("ours"), get_channels=refuse))

    assert [one.text for one in findings] == [
        "acme.toml: the lead API refused the API key (401)",
        "bell.toml: the lead API refused the API key (401)",
    ]


def test_what_is_found_names_the_forms_file() -> None:
    (finding,) = check_forms([form()], api_key=SecretStr("ours"), get_channels=lambda _key: [])

    assert finding.is_fault
    assert finding.text.startswith("acme.toml: channel_id: ")
