from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from forms.dates import EXAMPLE, parse_date, show_date
from leadframe.errors import UnreadableError
from leadframe.languages import locale_of

ORDERED = ["en-US", "en-GB", "da", "de", "fr", "es", "pl", "ar", "he", "nl", "pt-BR", "hr"]
LOCALES = st.sampled_from([locale_of(language) for language in ORDERED])
DAYS = st.dates(date(1000, 1, 1))


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("2026-04-03", "en"),
        ("2026-4-3", "da"),
        ("2026/04/03", "en-US"),
        ("2026. 4. 3.", "hu"),
        ("3.4.2026", "da"),
        ("03/04/2026", "en-GB"),
        ("03-04-2026", "nl"),
        ("3 4 2026", "de"),
        ("04/03/2026", "en-US"),
        ("\u0663/\u0664/\u0662\u0660\u0662\u0666", "ar"),
    ],
)
def test_the_third_of_april_can_be_typed_in_the_local_order(typed: str, language: str) -> None:
    assert parse_date(typed, locale_of(language)) == date(2026, 4, 3)


@pytest.mark.parametrize("language", ["en", "en-US", "da", "sv"])
@pytest.mark.parametrize("typed", ["25/12/2026", "12/25/2026"])
def test_a_number_over_twelve_can_only_be_the_day(typed: str, language: str) -> None:
    assert parse_date(typed, locale_of(language)) == date(2026, 12, 25)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_an_order_that_is_not_settled_is_asked_about(language: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_date("3/4/2026", locale_of(language))
    assert str(refused.value) == ("3/4/2026 can be read in two ways; type 2026-03-04 or 2026-04-03")


def test_the_same_day_in_both_orders_is_settled() -> None:
    assert parse_date("4/4/2026", locale_of("en")) == date(2026, 4, 4)


@pytest.mark.parametrize(
    "typed",
    ["", "tomorrow", "3.4.26", "31.2.2026", "2026-02-30", "2026-13-01", "0000-01-01", "1/2/3/2026"],
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"^enter a date like 31\.12\.2026$"):
        parse_date(typed, locale_of("da"))


@pytest.mark.parametrize(
    ("language", "example"),
    [
        ("en", "2026-12-31"),
        ("en-US", "12/31/2026"),
        ("en-GB", "31/12/2026"),
        ("fr", "31/12/2026"),
        ("de", "31.12.2026"),
        ("sv", "2026-12-31"),
        ("ar", "31/12/2026"),
    ],
)
def test_the_example_is_in_the_local_order(language: str, example: str) -> None:
    assert show_date(EXAMPLE, locale_of(language)) == example


@given(DAYS, LOCALES)
def test_what_a_browser_sends_is_read_back(day: date, locale: Locale) -> None:
    assert parse_date(day.isoformat(), locale) == day


@given(DAYS, LOCALES)
def test_a_day_in_the_locales_own_order_is_read_back(day: date, locale: Locale) -> None:
    assert parse_date(show_date(day, locale), locale) == day


@given(st.text(max_size=30), LOCALES)
def test_whatever_is_typed_gives_a_day_or_advice(typed: str, locale: Locale) -> None:
    try:
        parse_date(typed, locale)
    except UnreadableError as refused:
        told = str(refused)
        assert told.startswith("enter a date") or "two ways" in told
