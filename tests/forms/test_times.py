from __future__ import annotations

from datetime import date, datetime, time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from forms.times import (
    EXAMPLE_TIME,
    parse_datetime,
    parse_time,
    show_datetime,
    show_time,
    time_readings,
)
from leadframe.errors import UnreadableError
from leadframe.languages import locale_of

LANGUAGES = ["en", "en-US", "en-GB", "da", "de", "fr", "es", "fi", "ar", "ko", "hi", "bg", "el"]
LOCALES = st.sampled_from([locale_of(language) for language in LANGUAGES])
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.builds(
    datetime.combine,
    st.dates(date(1000, 1, 1)),
    MINUTES,
)


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("14:30", "en"),
        ("14:30:00", "en-US"),
        ("14.30", "da"),
        ("kl. 14.30", "da"),
        ("kl 14:30", "nb"),
        ("klo 14.30", "fi"),
        ("14h30", "fr"),
        ("14 h 30", "fr"),
        ("14:30 Uhr", "de"),
        ("2:30 PM", "en-US"),
        ("2.30pm", "en-GB"),
        ("2:30 p. m.", "es"),
        ("\uc624\ud6c4 2:30", "ko"),
        ("\u0661\u0664:\u0663\u0660", "ar"),
    ],
)
def test_half_past_two_can_be_typed_as_people_do(typed: str, language: str) -> None:
    assert parse_time(typed, locale_of(language)) == time(14, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12 am", time(0)), ("12 pm", time(12)), ("12:30 am", time(0, 30)), ("14", time(14))],
)
def test_noon_midnight_and_whole_hours(typed: str, meant: time) -> None:
    assert parse_time(typed, locale_of("en-US")) == meant


@pytest.mark.parametrize(
    ("typed", "one", "other"), [("2:30", "02:30", "14:30"), ("12", "00:00", "12:00")]
)
@pytest.mark.parametrize("language", ["en", "en-US"])
def test_where_clocks_have_twelve_hours_half_a_day_is_not_guessed(
    typed: str, one: str, other: str, language: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_time(typed, locale_of(language))
    assert str(refused.value) == f"{typed} can be read in two ways; type {one} or {other}"


def test_elsewhere_it_is_early_in_the_morning() -> None:
    assert parse_time("2:30", locale_of("da")) == time(2, 30)


@pytest.mark.parametrize(
    "typed", ["", "noon", "24:00", "14:60", "13 pm", "0 am", "14:3", "1430", "-2:30"]
)
def test_what_is_no_time_is_refused_with_a_local_example(typed: str) -> None:
    for language, example in (("da", "14.30"), ("en-US", "2:30 PM"), ("en", "14:30")):
        with pytest.raises(UnreadableError) as refused:
            parse_time(typed, locale_of(language))
        assert str(refused.value) == f"enter a time like {example}"


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("2026-04-03T14:30", "en"),
        ("2026-04-03 14:30", "sv"),
        ("3.4.2026 14.30", "da"),
        ("3 4 2026 14:30", "de"),
        ("03/04/2026, 2:30 pm", "en-GB"),
        ("4/3/2026 2:30 PM", "en-US"),
    ],
)
def test_a_day_and_a_time_can_be_typed(typed: str, language: str) -> None:
    assert parse_datetime(typed, locale_of(language)) == datetime(2026, 4, 3, 14, 30)  # noqa: DTZ001 - of no zone


@pytest.mark.parametrize(
    ("typed", "language", "example"),
    [
        ("", "da", "31.12.2026 14.30"),
        ("2026-04-03", "en", "2026-12-31 14:30"),
        ("14:30", "en-US", "12/31/2026 2:30 PM"),
        ("3/4/2026 14:30", "en", "2026-03-04 14:30"),
    ],
)
def test_what_is_neither_or_could_be_two_is_refused(
    typed: str, language: str, example: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_datetime(typed, locale_of(language))
    assert str(refused.value) == f"enter a date and a time like {example}"


@given(MINUTES, LOCALES)
def test_what_a_browser_sends_is_read_back(clock: time, locale: Locale) -> None:
    assert parse_time(clock.isoformat("minutes"), locale) == clock


@given(MINUTES, LOCALES)
def test_a_time_as_the_locale_writes_it_is_read_back(clock: time, locale: Locale) -> None:
    assert parse_time(show_time(clock, locale), locale) == clock


@given(MOMENTS, LOCALES)
def test_a_day_and_a_time_are_read_back(moment: datetime, locale: Locale) -> None:
    assert parse_datetime(moment.isoformat(timespec="minutes"), locale) == moment
    assert parse_datetime(show_datetime(moment, locale), locale) == moment


@given(st.text(max_size=30), LOCALES)
def test_whatever_is_typed_gives_a_time_or_advice(typed: str, locale: Locale) -> None:
    readings = time_readings(typed, locale)
    try:
        assert readings == {parse_time(typed, locale)}
    except UnreadableError as refused:
        assert len(readings) != 1
        assert str(refused)  # noqa: PT017 - either is right


def test_the_example_is_unlike_any_day() -> None:
    assert EXAMPLE_TIME.hour > 12
