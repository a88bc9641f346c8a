"""The fields of a channel file: one class for each family of types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from babel.numbers import is_currency
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from leadframe.channels.base_field import BaseField
from leadframe.channels.strict import Strict, http_link
from leadframe.channels.text import Text

MULTISELECT_SEPARATOR = "; "
LONGEST_VALUE = 10_000
FREE_TEXT = {"text", "textarea"}
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
TYPE_OF_LEAD_FIELD = {"email": "email", "phone": "tel", "notes": "textarea"}


def _decimal(value: object) -> object:
    """Take whole and fractional TOML numbers as exact decimals."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value


Number = Annotated[Decimal, BeforeValidator(_decimal)]


class _TypedField(BaseField):
    """A field that the visitor types into."""

    placeholder: Text | None = None

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the placeholder too."""
        yield from super().texts()
        if self.placeholder:
            yield "placeholder", self.placeholder


class TextField(_TypedField):
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


class NumberField(_TypedField):
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


class DateField(BaseField):
    """A day."""

    type: Literal["date"]
    min: date | None = None
    max: date | None = None

    @model_validator(mode="after")
    def _bounds_agree(self) -> Self:
        if self.min and self.max and self.min > self.max:
            raise ValueError("min is later than max")
        return self


def _survives_the_browser(value: str) -> str:
    # A browser rewrites line breaks, and forms strip spaces: such a value could never be chosen.
    if not value.isprintable() or value != value.strip():
        raise ValueError("write one line without spaces around it")
    return value


class Option(Strict):
    """One choice: what is sent and what is shown."""

    value: Annotated[
        str, Field(min_length=1, max_length=500), AfterValidator(_survives_the_browser)
    ]
    label: Text

    @model_validator(mode="before")
    @classmethod
    def _label_defaults_to_value(cls, values: Any) -> Any:
        if isinstance(values, str):
            return {"value": values, "label": values}
        if isinstance(values, dict) and "value" in values:
            return {"label": Text.plain(str(values["value"])), **values}
        return values


class ChoiceField(BaseField):
    """One or several of a list."""

    type: Literal["select", "radio", "multiselect"]
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        for value, times in Counter(option.value for option in self.options).items():
            if times > 1:
                raise ValueError(f'options: "{value}" is there twice')
            if self.type == "multiselect" and MULTISELECT_SEPARATOR.strip() in value:
                raise ValueError(f'options: "{value}" has a semicolon, which separates values')
        return self

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the options' labels too."""
        yield from super().texts()
        for option in self.options:
            yield f'option "{option.value}"', option.label


class CheckboxField(BaseField):
    """A box to tick: "true" is sent when it is ticked, nothing otherwise."""

    type: Literal["checkbox"]


class HiddenField(BaseField):
    """A value the visitor does not see: `value`, or what the address brings with `prefill`."""

    type: Literal["hidden"]
    value: Annotated[str, Field(max_length=500)] = ""

    @property
    def needs_label(self) -> bool:
        """Nobody sees it."""
        return False

    @model_validator(mode="after")
    def _can_have_a_value(self) -> Self:
        if not self.value and not self.prefill:
            raise ValueError("give value, or prefill = true")
        if self.required:
            raise ValueError("a hidden field cannot be required: the visitor could not fill it in")
        return self


class ConsentField(BaseField):
    """A box to tick under a text, which may hold links: `[words](https://address)`.

    It may go nowhere: then it is only asked for, and `name` names it in the page.
    """

    type: Literal["consent"]
    text: Text
    sends_nothing_is_fine: ClassVar[bool] = True

    @property
    def needs_label(self) -> bool:
        """Its text is its label."""
        return False

    @property
    def caption(self) -> Text:
        """The label, or else the text without its links' addresses."""
        if self.label:
            return self.label
        plain = {lang: LINK.sub(r"\1", text) for lang, text in self.text.by_language.items()}
        return Text(plain)

    @model_validator(mode="after")
    def _links_are_safe(self) -> Self:
        if self.prefill:
            raise ValueError("consent cannot be prefilled: only the visitor may tick it")
        for text in self.text.by_language.values():
            for _words, address in LINK.findall(text):
                http_link(address)
        return self

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the consent text too."""
        yield from super().texts()
        yield "text", self.text


FAMILY_CLASSES: dict[str, type[BaseField]] = {
    "text": TextField,
    "number": NumberField,
    "date": DateField,
    "choice": ChoiceField,
    "checkbox": CheckboxField,
    "hidden": HiddenField,
    "consent": ConsentField,
}
# The family of each type, read from what the classes themselves accept.
FAMILIES: dict[str, str] = {
    name: family
    for family, model in FAMILY_CLASSES.items()
    for name in get_args(model.model_fields["type"].annotation)
}


def type_of(values: dict[str, Any]) -> str:
    """Return a field's type: as given, else the one its lead field has by nature."""
    if "type" in values:
        return str(values["type"])
    return TYPE_OF_LEAD_FIELD.get(str(values.get("name")), "text")


def _with_type(values: Any) -> Any:
    if isinstance(values, dict) and "type" not in values:
        return {**values, "type": type_of(values)}
    return values


def _family(values: Any) -> str | None:
    if isinstance(values, BaseField):
        return FAMILIES[str(getattr(values, "type", ""))]
    return FAMILIES.get(type_of(values)) if isinstance(values, dict) else None


FieldDefinition = Annotated[
    Annotated[TextField, Tag("text")]
    | Annotated[NumberField, Tag("number")]
    | Annotated[DateField, Tag("date")]
    | Annotated[ChoiceField, Tag("choice")]
    | Annotated[CheckboxField, Tag("checkbox")]
    | Annotated[HiddenField, Tag("hidden")]
    | Annotated[ConsentField, Tag("consent")],
    Discriminator(_family),
    BeforeValidator(_with_type),
]


def standard_fields() -> tuple[dict[str, Any], ...]:
    """Return the fields of a file that names none."""
    return (
        {"name": "first_name"},
        {"name": "last_name"},
        {"name": "email", "required": True},
        {"name": "phone"},
        {"name": "company_name"},
        {"name": "notes"},
    )
