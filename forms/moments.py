"""The fields for days and times; each has the browser's own picker."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from babel import Locale
from babel.dates import format_date

from forms import messages
from forms.dates import EXAMPLE, parse_date, show_date
from forms.lead_field import LeadField
from forms.times import EXAMPLE_TIME, parse_datetime, parse_time, show_datetime, show_time
from forms.widgets import TemplateWidget
from leadframe.errors import UnreadableError


class MomentField(LeadField):
    """What fields for days and times share; `picker` is the type of their input."""

    widget = TemplateWidget("fields/moment.html")
    picker: str

    def __init__(self, *, locale: Locale, **options: Any) -> None:
        super().__init__(**options)
        self.locale = locale
        self.asks = messages.lazily(self.advice, locale)

    @classmethod
    def advice(cls, locale: Locale) -> str:
        """Say what to type."""
        raise NotImplementedError

    def process_data(self, value: Any) -> None:
        """Show only what can be read."""
        super().process_data(value)
        try:
            self.data = self.read(self.text)
        except UnreadableError:
            self.text = ""

    def cleaned(self) -> str:
        """Return it as pickers write it."""
        return "" if self.data is None else written(self.data)

    @property
    def told(self) -> list[str]:
        """The moment in words."""
        return super().told if self.data is None else [self.tell(self.data)]

    def tell(self, moment: Any) -> str:
        """Return a moment in words."""
        raise NotImplementedError

    @property
    def fits_a_picker(self) -> bool:
        """Whether a picker can hold what there is to show; it would lose anything else."""
        return self.data is not None or self.is_empty

    def _value(self) -> str:
        return self.cleaned() or self.text


class DateField(MomentField):
    """A day."""

    picker = "date"

    @classmethod
    def advice(cls, locale: Locale) -> str:
        """Say what to type."""
        return messages.type_date(show_date(EXAMPLE, locale))

    def read(self, text: str) -> date:
        """Read it as browsers send it or people type it."""
        return parse_date(text, self.locale)

    def tell(self, moment: date) -> str:
        """Return a day in words."""
        return tell_date(moment, self.locale)


class TimeField(MomentField):
    """A time of day."""

    picker = "time"

    @classmethod
    def advice(cls, locale: Locale) -> str:
        """Say what to type."""
        return messages.type_time(show_time(EXAMPLE_TIME, locale))

    def read(self, text: str) -> time:
        """Read it as browsers send it or people type it."""
        return parse_time(text, self.locale)

    def tell(self, moment: time) -> str:
        """Return a time as people write it."""
        return show_time(moment, self.locale)


class DatetimeField(MomentField):
    """A day and a time of day."""

    picker = "datetime-local"

    @classmethod
    def advice(cls, locale: Locale) -> str:
        """Say what to type."""
        return messages.type_datetime(
            show_datetime(datetime.combine(EXAMPLE, EXAMPLE_TIME), locale)
        )

    def read(self, text: str) -> datetime:
        """Read it as browsers send it or people type it."""
        return parse_datetime(text, self.locale)

    def tell(self, moment: datetime) -> str:
        """Return a day in words, and a time."""
        return tell_datetime(moment, self.locale)


def written(moment: date | time) -> str:
    """Return a day or a time as pickers, and the lead API, take it: ISO 8601, to the minute."""
    if isinstance(moment, time | datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()


def tell_date(day: date, locale: Locale) -> str:
    """Return a day in words."""
    return format_date(day, "long", locale=locale)


def tell_datetime(moment: datetime, locale: Locale) -> str:
    """Return a day in words, and a time."""
    return f"{tell_date(moment, locale)}, {show_time(moment.time(), locale)}"
