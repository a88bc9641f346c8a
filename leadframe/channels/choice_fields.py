"""The fields of a channel file that a visitor chooses in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from leadframe.channels.autofill import Autofilled
from leadframe.channels.base_field import BaseField
from leadframe.channels.strict import Strict
from leadframe.channels.text import Text

MULTISELECT_SEPARATOR = "; "
MOST_OPTIONS = 500
# What a page sends for the last option, beside which the visitor writes.
OTHER = "__other__"


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


class OptionGroup(Strict):
    """Options under a heading of their own."""

    group: Text
    options: Annotated[tuple[Option, ...], Field(min_length=1)]


def _kind_of_option(value: object) -> str:
    keys = value if isinstance(value, dict) else ()
    is_group = isinstance(value, OptionGroup) or "group" in keys or "options" in keys
    return "group" if is_group else "option"


AnyOption = Annotated[
    Annotated[Option, Tag("option")] | Annotated[OptionGroup, Tag("group")],
    Discriminator(_kind_of_option),
]


class ChoiceField(BaseField):
    """One or several of a list; with `other`, the visitor may write something else instead."""

    type: Literal["select", "radio", "multiselect"]
    options: Annotated[tuple[AnyOption, ...], Field(min_length=1, max_length=MOST_OPTIONS)]
    other: bool = False
    other_label: Text | None = None

    @property
    def groups(self) -> list[tuple[Text | None, tuple[Option, ...]]]:
        """The options as they stand together, each group with its heading if it has one."""
        return [
            (each.group, each.options) if isinstance(each, OptionGroup) else (None, (each,))
            for each in self.options
        ]

    @property
    def all_options(self) -> list[Option]:
        """The options of all groups, in their order."""
        return [option for _heading, options in self.groups for option in options]

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        for value, times in Counter(option.value for option in self.all_options).items():
            if times > 1:
                raise ValueError(f'options: "{value}" is there twice')
            if value == OTHER:
                raise ValueError(f'options: "{value}" is taken by the page itself')
            if self.type == "multiselect" and MULTISELECT_SEPARATOR.strip() in value:
                raise ValueError(f'options: "{value}" has a semicolon, which separates values')
        if len(self.all_options) > MOST_OPTIONS:
            raise ValueError(f"options: there are more than {MOST_OPTIONS}")
        return self

    @model_validator(mode="after")
    def _other_has_a_label(self) -> Self:
        if self.other_label and not self.other:
            raise ValueError("other_label goes with other = true; add it, or leave the label out")
        return self

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield the labels of options and groups too."""
        yield from super().texts()
        for heading, options in self.groups:
            if heading:
                yield "group", heading
            yield from ((f'option "{option.value}"', option.label) for option in options)
        if self.other_label:
            yield "other_label", self.other_label


class CodeField(Autofilled):
    """A country or a language of the world, picked from a list by its name."""

    type: Literal["country", "language"]


class CheckboxField(BaseField):
    """A box to tick: "true" is sent when it is ticked, nothing otherwise."""

    type: Literal["checkbox"]
