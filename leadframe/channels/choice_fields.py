"""The fields of a channel file that a visitor chooses in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from leadframe.channels.base_field import BaseField
from leadframe.channels.strict import Strict
from leadframe.channels.text import Text

MULTISELECT_SEPARATOR = "; "


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
