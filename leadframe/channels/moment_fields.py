"""The fields of a channel file for days and times."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Literal, Self

from pydantic import NaiveDatetime, model_validator

from leadframe.channels.autofill import Autofilled
from leadframe.channels.base_field import BaseField


class _Bounded(BaseField):
    """A field whose value lies between two others, themselves allowed."""

    min: Any = None
    max: Any = None

    @model_validator(mode="after")
    def _bounds_agree(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is later than max")
        return self


class DateField(_Bounded, Autofilled):
    """A day."""

    type: Literal["date"]
    min: date | None = None
    max: date | None = None


class TimeField(_Bounded):
    """A time of day."""

    type: Literal["time"]
    min: time | None = None
    max: time | None = None


class DatetimeField(_Bounded):
    """A day and a time of day, in a zone that nobody knows: the visitor's or the company's."""

    type: Literal["datetime"]
    min: NaiveDatetime | None = None
    max: NaiveDatetime | None = None


MomentField = DateField | TimeField | DatetimeField
