"""Times of day, and days with a time, as browsers send them and as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_time, get_period_names

from forms import messages
from forms.cleaning import plain
from forms.dates import EXAMPLE, date_readings, is_unsettled, show_date
from leadframe.errors import UnreadableError

EXAMPLE_TIME = time(14, 30)
# "14:30", "14.30", "14h30", "14 h 30", "14", and whole minutes alone of what a picker sends.
CLOCK = re.compile(r"(\d{1,2})(?: ?[:.h] ?(\d{2})(?::00)?)?", re.ASCII)
# What people write around a time of day, in the languages that we speak.
AROUND = re.compile(r"^(?:kl\.?|klo|ore|um|at) +| *(?:uhr|uur|h)$")
BETWEEN_DAY_AND_TIME = re.compile(r"T|[ ,]+")
HALVES = {"am": ("am", "a.m.", "a. m."), "pm": ("pm", "p.m.", "p. m.")}
HALF_A_DAY = 12


def parse_time(text: str, locale: Locale) -> time:
    """Read a time of day, to the minute.

    Where clocks have twelve hours, a lone "2:30" is not taken for either; "02:30", as a picker
    sends it, is.

    Raises:
        UnreadableError: it is no time, or could be two; the message says what to type.
    """
    readings = time_readings(text, locale)
    if len(readings) > 1:
        one, other = (_iso(reading) for reading in sorted(readings))
        raise UnreadableError(messages.type_one_of_two(text, one, other))
    if not readings:
        raise UnreadableError(messages.type_time(show_time(EXAMPLE_TIME, locale)))
    return readings.pop()


def parse_datetime(text: str, locale: Locale) -> datetime:
    """Read a day and, after it, a time; of no zone.

    Raises:
        UnreadableError: it is none, or could be two; the message says what to type.
    """
    readings = {
        datetime.combine(day, clock)
        for before, after in _cut(plain(text))
        for day in date_readings(before, locale)
        for clock in time_readings(after, locale)
    }
    if len(readings) != 1:
        example = min(readings, default=datetime.combine(EXAMPLE, EXAMPLE_TIME))
        shown = show_datetime(example, locale) if not readings else f"{example:%Y-%m-%d %H:%M}"
        raise UnreadableError(messages.type_datetime(shown))
    return readings.pop()


def time_readings(text: str, locale: Locale) -> set[time]:
    """Return every time of day that a text can mean."""
    clock, half = _without_half(AROUND.sub("", plain(text).casefold()), locale)
    match = CLOCK.fullmatch(clock)
    if not match:
        return set()
    hour, minute = int(match[1]), int(match[2] or 0)
    is_as_pickers_send_it = len(match[1]) > 1 and match[2] is not None
    could_be_half = 1 <= hour <= HALF_A_DAY
    morning, evening = hour % HALF_A_DAY, hour % HALF_A_DAY + HALF_A_DAY
    if half:
        meant = {"am": morning, "pm": evening}[half]
        return _times(meant, minute=minute) if could_be_half else set()
    if could_be_half and not is_as_pickers_send_it and _has_twelve_hours(locale):
        return _times(morning, evening, minute=minute)
    return _times(hour, minute=minute)


def show_time(clock: time, locale: Locale) -> str:
    """Return a time as it can be typed."""
    if is_unsettled(locale):
        return _iso(clock)
    return plain(format_time(clock, "short", locale=locale))


def show_datetime(moment: datetime, locale: Locale) -> str:
    """Return a day and a time as they can be typed."""
    return f"{show_date(moment.date(), locale)} {show_time(moment.time(), locale)}"


def _cut(text: str) -> Iterator[tuple[str, str]]:
    for gap in BETWEEN_DAY_AND_TIME.finditer(text):
        yield text[: gap.start()], text[gap.end() :]


def _times(*hours: int, minute: int) -> set[time]:
    is_on_the_clock = minute < 60 and max(hours) < 24  # noqa: PLR2004 - a clock's numbers
    return {time(hour, minute) for hour in hours} if is_on_the_clock else set()


def _without_half(text: str, locale: Locale) -> tuple[str, str]:
    """Part a text from its "am" or "pm", which some languages write first."""
    for name, half in _halves(locale):
        if text.endswith(name):
            return text.removesuffix(name).strip(), half
        if text.startswith(name):
            return text.removeprefix(name).strip(), half
    return text, ""


@lru_cache(maxsize=256)
def _halves(locale: Locale) -> list[tuple[str, str]]:
    """Return how a locale, and English, write the halves of a day, longest first."""
    widths = [get_period_names(width, "format", locale) for width in ("wide", "abbreviated")]
    named = [(names[half], half) for names in widths for half in HALVES if half in names]
    own = [(plain(name).casefold(), half) for name, half in named]
    usual = [(name, half) for half, names in HALVES.items() for name in names]
    return sorted({*own, *usual}, key=lambda named: (-len(named[0]), named))


def _has_twelve_hours(locale: Locale) -> bool:
    return "a" in locale.time_formats["short"].pattern


def _iso(clock: time) -> str:
    return clock.isoformat("minutes")
