from __future__ import annotations

from itertools import product
from string import ascii_uppercase
from typing import Any

import pytest
from phonenumbers import SUPPORTED_REGIONS
from pydantic import ValidationError

from leadframe.channels import FormDefinition, Text
from leadframe.channels.regions import has_phones
from tests.channels.files import CHANNEL, OTHER_PROPERTY, PROPERTY, form, form_with


def refusal_of(**values: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        form(**values)
    return str(refused.value.errors()[0]["msg"])


def place_refusal_of(*fields: dict[str, Any], **values: Any) -> str:
    return refusal_of(field=fields, **values)


def test_a_file_without_fields_shows_the_standard_set() -> None:
    shown = [(field.key, field.required) for field in form().fields]

    assert shown == [
        ("first_name", False),
        ("last_name", False),
        ("email", True),
        ("phone", False),
        ("company_name", False),
        ("notes", False),
    ]


def test_what_is_left_out_has_sensible_defaults() -> None:
    plain = form()

    assert plain.languages == ("en",)
    assert plain.submit_label is None
    assert plain.reference_in == "business_id"
    assert plain.on_ambiguous == "hold"
    assert plain.embed.origins == ()
    assert plain.theme.mode == "auto"
    assert plain.thanks.continue_url is None


def test_a_form_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        form().slug = "other"  # type: ignore[misc]


def test_a_form_never_shows_its_secrets() -> None:
    shown = repr(form(api_key="the-api-key"))

    assert CHANNEL not in shown
    assert "the-api-key" not in shown


@pytest.mark.parametrize("channel", ["", "acme", CHANNEL.replace("-", ""), f"{{{CHANNEL}}}"])
def test_a_channel_id_is_a_uuid_and_is_not_repeated(channel: str) -> None:
    message = refusal_of(channel_id=channel)

    assert "copy the uuid from the CRM" in message
    assert not channel or channel not in message


@pytest.mark.parametrize(
    "origin",
    [
        "https://acme.example",
        "http://localhost:8000",
        "https://*.acme.example",
        "https://forms-2.acme.example:8443",
        "http://192.0.2.7",
    ],
)
def test_an_origin_may_frame_the_form(origin: str) -> None:
    assert form(embed={"origins": (origin,)}).embed.origins == (origin,)


@pytest.mark.parametrize(
    "origin",
    [
        "acme.example",
        "https://acme.example/",
        "https://Acme.example",
        "https://a..b",
        "https://-acme.example",
        "https://*",
        "http://localhost:*",
        "https://a.*.example",
        "https://acme.example; script-src *",
        "https://acme.example\n",
        "*",
        "'self'",
        "ftp://acme.example",
    ],
)
def test_what_is_no_origin_never_reaches_a_header(origin: str) -> None:
    assert "is not an origin" in refusal_of(embed={"origins": (origin,)})


@pytest.mark.parametrize("region", ["dk", "UK", "DNK", "Denmark", "", "XX"])
def test_a_region_is_a_country_that_has_phones(region: str) -> None:
    assert "is not a country; use two capitals" in refusal_of(default_region=region)


def test_the_countries_that_have_phones_are_those_whose_numbers_can_be_read() -> None:
    codes = map("".join, product(ascii_uppercase, repeat=2))

    assert {code for code in codes if has_phones(code)} == set(SUPPORTED_REGIONS)


def test_the_phones_of_a_region_need_no_country_code() -> None:
    assert form(default_region="DK").default_region == "DK"


@pytest.mark.parametrize("language", ["", "EN", "english!", "da_DK"])
def test_languages_are_tags(language: str) -> None:
    assert "is not a language" in refusal_of(languages=(language,))


def test_a_language_is_there_once() -> None:
    assert '"da" is there twice' in refusal_of(languages=("da", "en", "da"))


def test_a_form_has_a_language() -> None:
    assert "at least 1" in refusal_of(languages=())


def test_the_continue_link_leads_to_the_web() -> None:
    message = refusal_of(thanks={"continue_url": "javascript:alert(1)"})

    assert "is not a web address" in message


# Fixed values and the reference


def test_fixed_values_go_to_lead_fields_and_properties() -> None:
    fixed = {"source": " Website ", PROPERTY: "spring"}

    assert form(fixed=fixed).fixed == {"source": "Website", PROPERTY: "spring"}


@pytest.mark.parametrize("key", ["sauce", "properties", PROPERTY.replace("-", ""), ""])
def test_a_fixed_value_goes_to_a_known_place(key: str) -> None:
    assert "neither a lead field" in refusal_of(fixed={key: "x"})


@pytest.mark.parametrize("value", ["", "  ", 5, "x" * 10_001])
def test_a_fixed_value_is_a_text_that_says_something(value: object) -> None:
    with pytest.raises(ValidationError):
        form(fixed={"source": value})


@pytest.mark.parametrize("place", ["business_id", "notes", "none", PROPERTY])
def test_the_reference_has_a_place(place: str) -> None:
    assert form(reference_in=place).reference_in == place


@pytest.mark.parametrize("place", ["email", "note", ""])
def test_the_reference_goes_nowhere_else(place: str) -> None:
    assert '"business_id", "notes", "none"' in refusal_of(reference_in=place)


# One source for each place


def test_two_fields_cannot_fill_one_place() -> None:
    message = place_refusal_of(
        {"property": PROPERTY, "name": "a", "label": "A"},
        {"property": PROPERTY, "name": "b", "label": "B"},
    )

    assert f'"{PROPERTY}" is filled twice' in message


def test_what_was_agreed_to_has_a_property_of_its_own() -> None:
    consent = {"type": "consent", "name": "terms", "text": "I agree.", "send_in": PROPERTY}

    message = place_refusal_of({"property": PROPERTY, "label": "A"}, consent)

    assert f'"{PROPERTY}" is filled twice' in message


def test_a_field_and_a_fixed_value_cannot_fill_one_place() -> None:
    message = place_refusal_of({"name": "source"}, fixed={"source": "Website"})

    assert '"source" is filled twice' in message


def test_two_fields_cannot_have_one_name() -> None:
    message = place_refusal_of(
        {"property": PROPERTY, "name": "size", "label": "A"},
        {"property": OTHER_PROPERTY, "name": "size", "label": "B"},
    )

    assert 'two fields are called "size"' in message


def test_asking_for_a_customer_number_moves_the_reference() -> None:
    message = place_refusal_of({"name": "business_id"})

    assert "business_id carries Leadframe's reference; set reference_in" in message
    assert form(field=({"name": "business_id"},), reference_in="notes").fields[0].place


def test_the_reference_cannot_share_a_property() -> None:
    message = place_refusal_of({"property": PROPERTY, "label": "A"}, reference_in=PROPERTY)

    assert "is filled twice" in message


def test_notes_may_be_asked_for_and_carry_the_reference_too() -> None:
    assert form(field=({"name": "notes"},), reference_in="notes").reference_in == "notes"


# Languages of texts


def bilingual(**values: Any) -> FormDefinition:
    return form(languages=("en", "da"), **values)


def test_texts_may_be_in_all_languages_or_in_none() -> None:
    both = bilingual(title={"en": "Hello", "da": "Hej"}, intro="Welcome")

    assert both.title.languages == {"en", "da"}
    assert both.intro == Text.plain("Welcome")


def test_a_translation_that_nobody_can_see_is_refused() -> None:
    assert 'intro: "da" is not in languages; add it there' in refusal_of(
        intro={"en": "Welcome", "da": "Velkommen"}
    )


@pytest.mark.parametrize("key", ["title", "message", "next"])
def test_the_first_language_is_never_missing(key: str) -> None:
    message = refusal_of(languages=("en", "da"), thanks={key: {"da": "Tak"}})

    assert f"thanks.{key}: the text in en, the first language, is missing" in message


def test_the_texts_of_fields_are_looked_at_too() -> None:
    message = place_refusal_of({"name": "email", "placeholder": {"en": "a", "fi": "b"}})

    assert 'field "email" placeholder: "fi" is not in languages' in message


def test_options_are_looked_at_too() -> None:
    option = {"value": "s", "label": {"da": "Lille"}}

    message = place_refusal_of({"name": "source", "type": "radio", "options": (option,)})

    assert 'field "source" option "s": "da" is not in languages' in message


def test_a_form_needs_a_field() -> None:
    with pytest.raises(ValidationError):
        form_with()
