"""Conditional fields: what another field must say for one to be shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Self

from pydantic import Field, model_validator

from leadframe.channels.strict import Strict

KINDS = ("filled", "equals", "any_of")


class Condition(Strict):
    """What another field of the form, by its name in the page, must say.

    It is `filled` with anything, or has one of the values that `equals` or `any_of` name.
    """

    field: str
    filled: bool | None = None
    equals: str | None = None
    any_of: Annotated[tuple[str, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if len(self.model_fields_set.intersection(KINDS)) != 1:
            raise ValueError('give one of filled = true, equals = "x" and any_of = ["x", "y"]')
        if self.filled is False:
            raise ValueError("a field is shown when another is filled in; write filled = true")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The values it names; none when any will do."""
        if self.any_of:
            return self.any_of
        return () if self.equals is None else (self.equals,)

    def holds(self, answers: Collection[str]) -> bool:
        """Tell whether it holds with these answers of the other field."""
        if not self.values:
            return any(answers)
        return any(value in answers for value in self.values)
