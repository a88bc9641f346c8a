"""The fields of a channel file that a visitor types into."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from babel.numbers import is_currency
from pydantic import BeforeValidator, Field, model_validator

from leadframe.channels.autofill import Autofilled
from leadframe.channels.text import Text

LONGEST_VALUE = 10_000
FREE_TEXT = {"text", "textarea"}


def _decimal(value: object) -> object:
    """Take whole and fractional TOML numbers as exact decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


Number = Annotated[Decimal, BeforeValidator(_decimal)]


class TypedField(Autofilled):
    """A field that the visitor types into."""

    placeholder: Text | None = None

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the placeholder too."""
        yield from super().texts()
        if self.placeholder:
            yield "placeholder", self.placeholder


class TextField(TypedField):
    """A line or several lines of text, an email address, a phone number or a web address."""

    type: Literal["text", "textarea", "email", "tel", "url"]
    min_length: Annotated[int, Field(ge=1, le=LONGEST_VALUE)] | None = None
    max_length: Annotated[int, Field(ge=1, le=LONGEST_VALUE)] | None = None

    @model_validator(mode="after")
    def _lengths_agree(self) -> Self:
        if self.min_length and self.max_length and self.min_length > self.max_length:
            raise ValueError("min_length is more than max_length")
        return self

    @model_validator(mode="after")
    def _lengths_are_for_free_text(self) -> Self:
        """An address and a phone number have rules of their own, and are sent normalised."""
        limited = self.min_length is not None or self.max_length is not None
        if limited and self.type not in FREE_TEXT:
            raise ValueError(f'min_length and max_length do not go with type = "{self.type}"')
        return self


class NumberField(TypedField):
    """A number, a whole number, an amount of money or a percentage."""

    type: Literal["number", "integer", "currency", "percent"]
    currency: str | None = None
    min: Number | None = None
    max: Number | None = None

    @model_validator(mode="after")
    def _bounds_and_currency_agree(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is more than max")
        if self.type == "currency" and not is_currency(self.currency or ""):
            raise ValueError('give its currency in three capitals, such as currency = "DKK"')
        if self.type != "currency" and self.currency:
            raise ValueError('currency goes with type = "currency" only')
        return self

    @model_validator(mode="after")
    def _whole_numbers_have_whole_bounds(self) -> Self:
        bounds = [bound for bound in (self.min, self.max) if bound is not None]
        if self.type == "integer" and any(bound != bound.to_integral_value() for bound in bounds):
            raise ValueError("min and max of an integer must be whole numbers")
        return self
