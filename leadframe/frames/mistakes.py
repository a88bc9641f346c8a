"""What goes wrong in a form at once, and what the visitor is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from forms import messages
from forms.email_field import EmailField
from forms.lead_field import LeadField
from forms.moments import MomentField
from forms.typed_fields import NumberField, PhoneField, WebAddressField
from forms.validators import MinLength, NotAbove, NotBelow

# What is typed into these must be readable as something.
READ = (EmailField, PhoneField, WebAddressField, NumberField, MomentField)
LEAST_MISTAKES = 2


def mistakes_at_once(fields: Sequence[LeadField]) -> dict[str, str]:
    """Return the messages, by field, of as many mistakes as one visitor makes.

    The worst that a single press can do is to send the form empty: every required field is told
    of. Who has filled those in mistypes one or two others, for which there is room then.
    """
    required = [field for field in fields if field.flags.required]
    others = [field for field in fields if field not in required and worst_mistake(field)]
    others.sort(key=lambda field: len(worst_mistake(field)), reverse=True)
    room = max(LEAST_MISTAKES - len(required), 0)
    return {field.name: worst_mistake(field) for field in [*required, *others[:room]]}


def worst_mistake(field: LeadField) -> str:
    """Return the longest message that a field is likely to get; "" when it can hardly get any.

    Nobody types too much, since inputs stop at their most characters, or picks what is no option.
    """
    advices = [str(field.asks)] if field.flags.required or isinstance(field, READ) else []
    for validator in field.validators:
        if isinstance(validator, NotBelow | NotAbove):
            advices.append(validator.advice)
        elif isinstance(validator, MinLength):
            advices.append(messages.longer(validator.characters))
    said = [messages.about(field.known_as, advice) for advice in advices]
    return max(said, key=len, default="")
