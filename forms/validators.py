"""Rules on values that could be read; each message says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from forms import messages
from leadframe.channels.fields import MomentField, NumberField

if TYPE_CHECKING:
    from forms.lead_field import LeadField


@dataclass(frozen=True, slots=True)
class Required:
    """The visitor must give a value."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __call__(self, form: BaseForm, field: LeadField) -> None:
        """Stop at an empty field."""
        del form
        if field.is_empty:
            raise StopValidation(messages.about(field.known_as, field.asks))


@dataclass(frozen=True, slots=True)
class MinLength:
    """A text must have at least so many characters."""

    characters: int

    def __call__(self, form: BaseForm, field: LeadField) -> None:
        """Refuse a shorter text."""
        del form
        if len(field.data) < self.characters:
            advice = messages.longer(self.characters)
            raise ValidationError(messages.about(field.known_as, advice))


@dataclass(frozen=True, slots=True)
class NotBelow:
    """A number, day or time has a bound below, itself allowed; `advice` names it to visitors."""

    bound: Decimal | date | time
    advice: str

    def __call__(self, form: BaseForm, field: LeadField) -> None:
        """Refuse a lower value."""
        del form
        if field.data < self.bound:
            raise ValidationError(messages.about(field.known_as, self.advice))


@dataclass(frozen=True, slots=True)
class NotAbove:
    """A number, day or time has a bound above, itself allowed; `advice` names it to visitors."""

    bound: Decimal | date | time
    advice: str

    def __call__(self, form: BaseForm, field: LeadField) -> None:
        """Refuse a higher value."""
        del form
        if field.data > self.bound:
            raise ValidationError(messages.about(field.known_as, self.advice))


def bounds_of(
    definition: NumberField | MomentField,
    shown: Callable[[Any], str],
    below: Callable[[str], str],
    above: Callable[[str], str],
) -> list[NotBelow | NotAbove]:
    """Return the rules for the bounds that a field of a channel file has.

    Args:
        definition: the field.
        shown: writes a bound as a visitor reads it.
        below: says what to do about a value below a bound that is written so.
        above: likewise above.
    """
    bounds: list[NotBelow | NotAbove] = []
    if definition.min is not None:
        bounds.append(NotBelow(definition.min, below(shown(definition.min))))
    if definition.max is not None:
        bounds.append(NotAbove(definition.max, above(shown(definition.max))))
    return bounds
