from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadframe.lead import (
    ALPHABET,
    ID_LENGTH,
    LEAD_FIELDS,
    Lead,
    reference_of,
    submission_id,
)

PROPERTY = "11111111-2222-3333-4444-555555555555"
WRITTEN = st.text(min_size=1, max_size=50)
PROPERTIES = st.lists(st.tuples(st.uuids().map(str), WRITTEN), max_size=4).map(tuple)
LEADS = st.builds(
    Lead,
    **dict.fromkeys(LEAD_FIELDS, st.text(max_size=50)),
    properties=PROPERTIES,
)
ADA = Lead(email="ada@lovelace.example", notes="Hello", properties=((PROPERTY, "100"),))


def id_of(lead: Lead, *, slug: str = "acme", nonce: str = "n") -> str:
    return submission_id(slug=slug, nonce=nonce, lead=lead)


# Requests


def test_a_request_holds_what_the_lead_api_wants() -> None:
    assert ADA.as_request() == {
        "email": "ada@lovelace.example",
        "notes": "Hello",
        "properties": [{"property_definitions_id": PROPERTY, "value": "100"}],
    }


def test_what_is_empty_is_left_out() -> None:
    assert Lead(email="", properties=((PROPERTY, ""),)).as_request() == {}


def test_a_lead_has_the_fields_of_the_lead_api() -> None:
    names = "email first_name last_name phone company_name source employee notes business_id"

    assert list(LEAD_FIELDS) == names.split()


@given(LEADS)
def test_a_lead_comes_back_from_its_request(lead: Lead) -> None:
    assert Lead.from_request(lead.as_request()) == lead


@given(LEADS)
def test_a_lead_comes_back_from_storage(lead: Lead) -> None:
    stored = json.dumps(lead.as_request())

    assert Lead.from_request(json.loads(stored)) == lead


@given(LEADS)
def test_a_request_holds_only_texts_that_say_something(lead: Lead) -> None:
    request = lead.as_request()
    properties = request.pop("properties", [])

    assert all(request.values())
    assert all(item["value"] for item in properties)


# Identity


@given(LEADS, st.text(), st.text())
def test_the_same_values_from_the_same_form_have_one_id(lead: Lead, slug: str, nonce: str) -> None:
    first = id_of(lead, slug=slug, nonce=nonce)

    assert id_of(replace(lead), slug=slug, nonce=nonce) == first
    assert id_of(Lead.from_request(lead.as_request()), slug=slug, nonce=nonce) == first


@given(LEADS, st.sampled_from(LEAD_FIELDS), st.text(max_size=50))
def test_another_value_is_another_lead(lead: Lead, name: str, value: str) -> None:
    assume(getattr(lead, name) != value)

    other = Lead.from_request({**lead.as_request(), name: value})

    assert id_of(other) != id_of(lead)


@given(LEADS, PROPERTIES)
def test_another_property_is_another_lead(
    lead: Lead, properties: tuple[tuple[str, str], ...]
) -> None:
    assume(lead.properties != properties)

    assert id_of(replace(lead, properties=properties)) != id_of(lead)


@given(LEADS, st.text(), st.text())
def test_another_form_or_rendering_is_another_lead(lead: Lead, one: str, other: str) -> None:
    assume(one != other)

    assert id_of(lead, nonce=one) != id_of(lead, nonce=other)
    assert id_of(lead, slug=one) != id_of(lead, slug=other)
    assert id_of(lead, slug=one, nonce=other) != id_of(lead, slug=other, nonce=one)


def test_a_value_that_moves_to_another_field_is_another_lead() -> None:
    assert id_of(Lead(first_name="Ada")) != id_of(Lead(last_name="Ada"))


@given(LEADS)
def test_an_id_can_be_read_over_the_phone(lead: Lead) -> None:
    made = id_of(lead)

    assert len(made) == ID_LENGTH
    assert set(made) <= set(ALPHABET)


def test_no_letter_of_an_id_looks_like_another() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("IO01") & set(ALPHABET)


def test_ids_stay_the_same_from_release_to_release() -> None:
    assert id_of(ADA) == "RHVRYM9V49W34XNY"


# References


def test_a_reference_is_known_as_ours() -> None:
    assert reference_of("ABC") == "lf-ABC"


def test_a_reference_goes_to_business_id() -> None:
    assert ADA.with_reference("lf-X", "business_id") == replace(ADA, business_id="lf-X")


def test_a_reference_is_the_last_line_of_the_notes() -> None:
    assert ADA.with_reference("lf-X", "notes").notes == "Reference: lf-X\n\nHello"


def test_a_reference_may_be_the_only_note() -> None:
    assert Lead().with_reference("lf-X", "notes").notes == "Reference: lf-X"


def test_a_reference_may_be_a_property() -> None:
    other = "22222222-2222-3333-4444-555555555555"

    assert ADA.with_reference("lf-X", other).properties == ((PROPERTY, "100"), (other, "lf-X"))


def test_a_reference_may_go_nowhere() -> None:
    assert ADA.with_reference("lf-X", "none") == ADA


@given(LEADS, st.sampled_from(["business_id", "notes", PROPERTY]))
def test_a_referenced_lead_carries_its_reference(lead: Lead, place: str) -> None:
    assert "lf-X" in json.dumps(lead.with_reference("lf-X", place).as_request())


@pytest.mark.parametrize("name", LEAD_FIELDS)
def test_an_empty_lead_says_nothing(name: str) -> None:
    assert name not in Lead().as_request()
