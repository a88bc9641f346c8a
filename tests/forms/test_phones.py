from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from forms.phones import parse_phone
from leadframe.errors import UnreadableError

REGIONS = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))
FORMATS = st.sampled_from(
    [PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164, PhoneNumberFormat.RFC3966]
)


@pytest.mark.parametrize(
    "typed",
    [
        "32123456",
        "32 12 34 56",
        "+45 32 12 34 56",
        "0045 32123456",
        "(+45) 32-12-34-56",
        "tel:+4532123456",
        "\u0663\u0662\u0661\u0662\u0663\u0664\u0665\u0666",
    ],
)
def test_a_number_of_the_forms_country_needs_no_country_code(typed: str) -> None:
    assert parse_phone(typed, "DK") == "+4532123456"


@pytest.mark.parametrize("typed", ["+45 32 12 34 56", "0045 32 12 34 56"])
@pytest.mark.parametrize("region", ["US", "GB", None])
def test_any_countrys_number_is_taken_with_its_code(typed: str, region: str | None) -> None:
    assert parse_phone(typed, region) == "+4532123456"


def test_the_country_that_was_chosen_counts_too() -> None:
    assert parse_phone("070-123 45 67", "DK", "SE") == "+46701234567"
    assert parse_phone("32 12 34 56", "DK", "DK") == "+4532123456"


def test_a_number_of_two_countries_is_asked_about() -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_phone("40 61 23 45", "DK", "NO")
    assert str(refused.value) == (
        "40 61 23 45 can be read in two ways; type +4540612345 or +4740612345"
    )


def test_an_extension_is_not_lost() -> None:
    assert parse_phone("+1 212 555 0100 ext. 5", None) == "+12125550100;ext=5"


@pytest.mark.parametrize("typed", ["123", "hello", "32 12 34", "00", "\ud800", "1" * 400])
def test_an_impossible_number_is_refused_with_an_example_of_the_country(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_phone(typed, "DK")
    assert str(refused.value) == (
        "enter a number like +45 32 12 34 56; from another country, start with + and its code"
    )


@pytest.mark.parametrize("region", [None, "ZZ"])
def test_without_a_country_the_code_is_asked_for(region: str | None) -> None:
    with pytest.raises(UnreadableError, match=r"^start with [+] and the country code, like [+]44"):
        parse_phone("32123456", region)


@given(REGIONS, FORMATS, REGIONS)
def test_every_countrys_example_is_read_in_every_country(
    region: str, spelling: int, home: str
) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    written = phonenumbers.format_number(number, spelling)
    expected = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    assert parse_phone(written, home) == expected


@given(REGIONS)
def test_a_national_number_is_read_at_home(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    assert parse_phone(written, region) == phonenumbers.format_number(
        number, PhoneNumberFormat.E164
    )


@given(st.text(max_size=50))
def test_whatever_is_typed_gives_a_number_or_advice(typed: str) -> None:
    try:
        assert parse_phone(typed, "DK").startswith("+")
    except UnreadableError as refused:
        assert str(refused)  # noqa: PT017 - either is right
