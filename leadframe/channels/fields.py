"""The fields of a channel file, and its headings: one class for each family of types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)

from leadframe.channels.base_field import BaseField
from leadframe.channels.choice_fields import CheckboxField, ChoiceField, CodeField, Option
from leadframe.channels.items import Heading, Item
from leadframe.channels.moment_fields import DateField, DatetimeField, MomentField, TimeField
from leadframe.channels.rich_texts import RichText
from leadframe.channels.strict import is_uuid
from leadframe.channels.text import Text
from leadframe.channels.typed_fields import NumberField, TextField
from leadframe.consent import NOTES
from leadframe.richtext import plain

__all__ = [
    "FAMILIES",
    "FAMILY_CLASSES",
    "CheckboxField",
    "ChoiceField",
    "CodeField",
    "ConsentField",
    "DateField",
    "DatetimeField",
    "FieldDefinition",
    "Heading",
    "HiddenField",
    "ItemDefinition",
    "MomentField",
    "NumberField",
    "Option",
    "TextField",
    "TimeField",
    "standard_fields",
]

TYPE_OF_LEAD_FIELD = {"email": "email", "phone": "tel", "notes": "textarea"}


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
    """A box to tick under a text, which may hold links and stress: see `leadframe.richtext`.

    It may go nowhere: then it is only asked for, and `name` names it in the page. `send_in` says
    where the lead API is told what was agreed to, word for word: "notes" or a property's uuid.
    """

    type: Literal["consent"]
    text: RichText
    send_in: str | None = None
    sends_nothing_is_fine: ClassVar[bool] = True

    @property
    def needs_label(self) -> bool:
        """Its text is its label."""
        return False

    @property
    def caption(self) -> Text:
        """The label, or else the words of the text alone."""
        if self.label:
            return self.label
        return Text({language: plain(text) for language, text in self.text.by_language.items()})

    @field_validator("send_in")
    @classmethod
    def _statement_has_a_place(cls, value: str) -> str:
        if value != NOTES and not is_uuid(value):
            raise ValueError('give "notes" or a property\'s uuid')
        return value

    @model_validator(mode="after")
    def _only_the_visitor_ticks_it(self) -> Self:
        if self.prefill:
            raise ValueError("consent cannot be prefilled: only the visitor may tick it")
        return self

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the consent text too."""
        yield from super().texts()
        yield "text", self.text


FAMILY_CLASSES: dict[str, type[Item]] = {
    "text": TextField,
    "number": NumberField,
    "date": DateField,
    "time": TimeField,
    "datetime": DatetimeField,
    "choice": ChoiceField,
    "code": CodeField,
    "checkbox": CheckboxField,
    "hidden": HiddenField,
    "consent": ConsentField,
    "heading": Heading,
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
    if isinstance(values, Item):
        return FAMILIES[values.type]
    return FAMILIES.get(type_of(values)) if isinstance(values, dict) else None


FieldDefinition = (
    TextField
    | NumberField
    | DateField
    | TimeField
    | DatetimeField
    | ChoiceField
    | CodeField
    | CheckboxField
    | HiddenField
    | ConsentField
)
ItemDefinition = Annotated[
    Annotated[TextField, Tag("text")]
    | Annotated[NumberField, Tag("number")]
    | Annotated[DateField, Tag("date")]
    | Annotated[TimeField, Tag("time")]
    | Annotated[DatetimeField, Tag("datetime")]
    | Annotated[ChoiceField, Tag("choice")]
    | Annotated[CodeField, Tag("code")]
    | Annotated[CheckboxField, Tag("checkbox")]
    | Annotated[HiddenField, Tag("hidden")]
    | Annotated[ConsentField, Tag("consent")]
    | Annotated[Heading, Tag("heading")],
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
