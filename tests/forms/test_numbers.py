from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from forms.numbers import parse_number, parse_whole_number, plain_text, show
from leadframe.errors import UnreadableError
from leadframe.languages import locale_of

LANGUAGES = ["en", "da", "de", "de-CH", "fr", "es", "pl", "sv", "ar", "fa", "en-IN", "hi", "pt-PT"]
LOCALES = st.sampled_from([locale_of(language) for language in LANGUAGES])
AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
ENGLISH = locale_of("en")
DANISH = locale_of("da")
FRENCH = locale_of("fr")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("1250", "1250"),
        ("1250.00", "1250.00"),
        ("1250,00", "1250.00"),
        ("1.250,00", "1250.00"),
        ("1,250.00", "1250.00"),
        ("1'000.50", "1000.50"),
        ("1\u2019000.50", "1000.50"),
        ("1 000", "1000"),
        ("1\xa0000\u202f000", "1000000"),
        ("1 250,125", "1250.125"),
        ("1,250,000", "1250000"),
        ("12,50,000", "1250000"),
        ("0,125", "0.125"),
        ("1250,125", "1250.125"),
        (".5", "0.5"),
        (",125", "0.125"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("- 3", "-3"),
        ("+3", "3"),
        ("007", "7"),
        ("-0", "0"),
        ("-0,00", "0.00"),
        ("\u0661\u0662\u066b\u0665", "12.5"),
        ("\u0661\u066c\u0662\u0660\u0660", "1200"),
        ("  42  ", "42"),
    ],
)
@pytest.mark.parametrize("locale", [ENGLISH, DANISH, FRENCH])
def test_a_number_with_one_meaning_means_it_everywhere(
    typed: str, meant: str, locale: Locale
) -> None:
    assert plain_text(parse_number(typed, locale)) == meant


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("1,250", "en", "1250"),
        ("1.250", "da", "1250"),
        ("1.250", "de", "1250"),
        ("1,250", "fa", "1250"),
        ("1,250", "en-IN", "1250"),
    ],
)
def test_three_digits_after_a_separator_are_thousands_where_it_groups(
    typed: str, language: str, meant: str
) -> None:
    assert plain_text(parse_number(typed, locale_of(language))) == meant


@pytest.mark.parametrize(
    ("typed", "language", "advice"),
    [
        ("1.250", "en", "1.250 can be read in two ways; type 1250 or 1.25"),
        ("1,250", "da", "1,250 can be read in two ways; type 1250 or 1,25"),
        ("1,125", "da", "1,125 can be read in two ways; type 1125 or 1,1250"),
        ("1,000", "da", "1,000 can be read in two ways; type 1000 or 1,0"),
        ("1.250", "fr", "1.250 can be read in two ways; type 1250 or 1.25"),
        ("1,250", "de-CH", "1,250 can be read in two ways; type 1250 or 1,25"),
        ("-1,250", "da", "1,250 can be read in two ways; type 1250 or 1,25"),
    ],
)
def test_where_it_does_not_group_they_are_refused_and_both_readings_offered(
    typed: str, language: str, advice: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_number(typed, locale_of(language))
    assert str(refused.value) == advice


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "ten",
        "1e5",
        "0x10",
        "NaN",
        "Infinity",
        "10\xb2",
        "\xbd",
        "12 kg",
        "12 %",
        "\u20ac 5",
        "1 2",
        "1 250 12",
        "1,250,00",
        "1.250.00",
        "1,250.000,00",
        "1,250 125",
        "1'25",
        "1,,5",
        "5.",
        "--5",
        "5-",
        "(5)",
        "1_000",
        "1250 - 1500",
        "\ud800",
    ],
)
@pytest.mark.parametrize("locale", [ENGLISH, DANISH, FRENCH])
def test_anything_else_is_refused(typed: str, locale: Locale) -> None:
    with pytest.raises(UnreadableError, match=r"^type a number like 1250 or 1.250.00$"):
        parse_number(typed, locale)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("\u20ac 1 000", "EUR"),
        ("1000 \u20ac", "EUR"),
        ("1000 EUR", "EUR"),
        ("eur1000", "EUR"),
        ("kr. 1.000,00", "DKK"),
        ("kr.1000", "DKK"),
        ("1000 kr", "DKK"),
        ("1000 DKK", "DKK"),
        ("1000,-", "DKK"),
        ("kr 1000,-", "DKK"),
        ("1000.--", "CHF"),
        ("$1000", "USD"),
        ("US$ 1000", "USD"),
        ("$1,000.00", "CAD"),
        ("\xa31000", "GBP"),
        ("1000", "XAU"),
    ],
)
def test_an_amount_may_carry_its_own_currency(typed: str, currency: str) -> None:
    assert parse_number(typed, ENGLISH, currency=currency) == 1000


@pytest.mark.parametrize("typed", ["-\u20ac5", "\u20ac-5", "-5\u20ac", "- 5 EUR"])
def test_a_minus_may_stand_on_either_side_of_the_currency(typed: str) -> None:
    assert parse_number(typed, ENGLISH, currency="EUR") == -5


@pytest.mark.parametrize("typed", ["$100", "100 USD", "usd 100", "\u20ac100 USD", "100 \xa5"])
def test_another_currency_is_refused_by_name(typed: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_number(typed, ENGLISH, currency="EUR")
    assert str(refused.value) == "type the amount in EUR, without another currency"


def test_a_word_that_is_no_currency_is_not_called_one() -> None:
    with pytest.raises(UnreadableError, match="type a number like"):
        parse_number("about 100", ENGLISH, currency="EUR")


@pytest.mark.parametrize("typed", ["12", "12 %", "12%", "%12", "12\xa0\u066a", "12,0 %"])
def test_a_percentage_may_carry_its_sign(typed: str) -> None:
    assert parse_number(typed, DANISH, percent=True) == 12


@pytest.mark.parametrize("typed", ["12", "12,0", "12.00", "1 2".replace(" ", "")])
def test_a_whole_number_comes_without_decimals(typed: str) -> None:
    assert plain_text(parse_whole_number(typed, DANISH)) == "12"


@pytest.mark.parametrize("typed", ["2,5", "1,250", "many"])
def test_a_fraction_is_no_whole_number(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"^type a whole number like 1250$"):
        parse_whole_number(typed, DANISH)


def test_a_long_number_keeps_every_digit() -> None:
    typed = "1" * 60 + ".10"
    assert plain_text(parse_number(typed, ENGLISH)) == typed


def test_numbers_are_shown_as_the_locale_writes_them() -> None:
    assert show(Decimal("1250.5"), DANISH) == "1.250,5"


@given(AMOUNTS, LOCALES)
def test_an_amount_as_the_locale_writes_it_is_read_back(amount: Decimal, locale: Locale) -> None:
    written = format_decimal(amount, "#,##0.00", locale)
    assert parse_number(written, locale) == amount


@given(AMOUNTS, LOCALES, st.sampled_from(["EUR", "USD", "DKK", "GBP", "JPY", "INR", "CHF"]))
def test_an_amount_of_money_is_read_back(amount: Decimal, locale: Locale, currency: str) -> None:
    written = format_currency(amount, currency, locale=locale, currency_digits=False)
    assert parse_number(written, locale, currency=currency) == amount


@given(st.integers(-(10**15), 10**15), LOCALES)
def test_a_percentage_is_read_back(number: int, locale: Locale) -> None:
    written = format_percent(Decimal(number) / 100, locale=locale)
    assert parse_number(written, locale, percent=True) == number


@given(st.decimals(-(10**9), 10**9, places=3), LOCALES)
def test_three_decimals_are_read_back_or_asked_about_but_never_mistaken(
    number: Decimal, locale: Locale
) -> None:
    try:
        read = parse_number(show(number, locale), locale)
    except UnreadableError:
        return
    assert read == number


@given(st.text(), LOCALES, st.sampled_from(["EUR", "DKK", None]))
def test_whatever_is_typed_gives_a_number_or_advice(
    typed: str, locale: Locale, currency: str | None
) -> None:
    try:
        number = parse_number(typed, locale, currency=currency)
    except UnreadableError as refused:
        assert str(refused).startswith(("type ", typed.strip()[:1]))  # noqa: PT017 - either is right
        return
    assert Decimal(plain_text(number)) == number
