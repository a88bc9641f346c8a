"""The fields of a channel file for days."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from leadframe.channels.autofill import Autofilled


class DateField(Autofilled):
    """A day."""

    type: Literal["date"]
    min: date | None = None
    max: date | None = None

    @model_validator(mode="after")
    def _bounds_agree(self) -> Self:
        if self.min and self.max and self.min > self.max:
            raise ValueError("min is later than max")
        return self
