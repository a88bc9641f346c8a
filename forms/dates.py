"""Days as browsers send them and as people type them where there is no date picker."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale
from babel.dates import format_date

from forms import messages
from forms.cleaning import plain
from leadframe.errors import UnreadableError

YEAR_FIRST = re.compile(r"(\d{4})[-/. ]+(\d{1,2})[-/. ]+(\d{1,2})\.?", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})\.?", re.ASCII)
# Bulgarian writes a word for "year" behind it.
WORDS = re.compile(r"\s*'[^']*'")
EXAMPLE = date(2026, 12, 31)
# English is at home on both sides of the Atlantic, where "3/4" and "2:30" differ.
AT_HOME_IN_BOTH = "en"


def parse_date(text: str, locale: Locale) -> date:
    """Read a day: year first, or in the order of the locale.

    A number over 12 can only be the day, in any order. Years have four digits. Where the locale
    does not settle an order ("3/4/2026" in English of no country), nothing is guessed.

    Raises:
        UnreadableError: it is no day, or could be two; the message says what to type.
    """
    readings = date_readings(text, locale)
    if len(readings) > 1:
        one, other = (day.isoformat() for day in sorted(readings))
        raise UnreadableError(messages.type_one_of_two(text, one, other))
    if not readings:
        raise UnreadableError(messages.type_date(show_date(EXAMPLE, locale)))
    return readings.pop()


def date_readings(text: str, locale: Locale) -> set[date]:
    """Return every day that a text can mean."""
    digits = plain(text)
    if match := YEAR_FIRST.fullmatch(digits):
        year, month, day = map(int, match.groups())
        return _days((year, month, day))
    if not (match := YEAR_LAST.fullmatch(digits)):
        return set()
    one, two, year = map(int, match.groups())
    day_first, month_first = (year, two, one), (year, one, two)
    usual = {"d": day_first, "M": month_first}.get(_first_part(locale))
    return (_days(usual) if usual else set()) or _days(day_first, month_first)


def show_date(day: date, locale: Locale) -> str:
    """Return a day in digits as it can be typed: in the locale's order where there is one."""
    if is_unsettled(locale):
        return day.isoformat()
    without_words = WORDS.sub("", locale.date_formats["short"].pattern)
    whole_year = re.sub("y+", "yyyy", without_words)
    return plain(format_date(day, whole_year, locale))


def is_unsettled(locale: Locale) -> bool:
    """Tell whether a locale's people write days and times in more than one way."""
    return locale.language == AT_HOME_IN_BOTH and not locale.territory


def _first_part(locale: Locale) -> str:
    """Return what the locale writes first: "d", "M", "y", or nothing when that is unsettled."""
    return "" if is_unsettled(locale) else plain(locale.date_formats["short"].pattern)[:1]


def _days(*candidates: tuple[int, int, int]) -> set[date]:
    days = set()
    for year, month, day in candidates:
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return days
