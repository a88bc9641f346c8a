"""From a channel file's fields that a visitor types into to those of a form."""

from __future__ import annotations

from typing import Any

from forms import messages
from forms.email_field import EmailField
from forms.lead_field import LONGEST_LINE
from forms.numbers import show
from forms.typed_fields import (
    AreaField,
    LineField,
    NumberField,
    PhoneField,
    WebAddressField,
    WholeNumberField,
)
from forms.validators import MinLength, bounds_of
from forms.wanted import Made, Wanted
from leadframe.channels import fields as defined

Attributes = dict[str, Any]

# https://html.spec.whatwg.org/#autofill: what browsers may fill in for the visitor.
AUTOCOMPLETE = {
    "email": "email",
    "first_name": "given-name",
    "last_name": "family-name",
    "phone": "tel",
    "company_name": "organization",
}
TYPED = (defined.TextField, defined.NumberField)
LINE_CLASSES = {
    "text": LineField,
    "email": EmailField,
    "tel": PhoneField,
    "url": WebAddressField,
}
# A browser's own check of a web address would refuse "acme.example", which we take.
# Free text is written as its first letter is; what is never Arabic stays from left to right.
INPUTS = {
    "text": {"type": "text", "dir": "auto"},
    "email": {"type": "email", "inputmode": "email", "dir": "ltr"},
    "tel": {"type": "tel", "inputmode": "tel", "dir": "ltr"},
    "url": {
        "type": "text",
        "inputmode": "url",
        "dir": "ltr",
        "autocapitalize": "none",
        "spellcheck": "false",
    },
}


def make_line(definition: defined.TextField, wanted: Wanted) -> Made:
    """Return a field for text, an address or a phone number."""
    attributes = _attributes(definition, wanted)
    options: dict[str, Any] = {"longest": definition.max_length}
    if definition.min_length:
        options["validators"] = [MinLength(definition.min_length)]
    if definition.type == "textarea":
        longest = definition.max_length or AreaField.longest
        return AreaField, options | {
            "render_kw": {"dir": "auto", "maxlength": longest, **attributes}
        }
    if definition.type == "tel":
        options["region"] = wanted.region
    longest = definition.max_length or LONGEST_LINE
    line = {"enterkeyhint": _enter_key(definition, wanted), "maxlength": longest}
    attributes |= INPUTS[definition.type] | line
    return LINE_CLASSES[definition.type], options | {"render_kw": attributes}


def make_number(definition: defined.NumberField, wanted: Wanted) -> Made:
    """Return a field for a number, an amount or a percentage."""
    # A phone's number pad has no minus sign.
    pad = "numeric" if definition.type == "integer" else "decimal"
    goes_below_zero = definition.min is not None and definition.min < 0
    attributes = _attributes(definition, wanted) | {
        "inputmode": "text" if goes_below_zero else pad,
        "dir": "ltr",
        "enterkeyhint": _enter_key(definition, wanted),
    }
    validators = bounds_of(
        definition, lambda bound: show(bound, wanted.locale), messages.at_least, messages.at_most
    )
    options = {"locale": wanted.locale, "validators": validators, "render_kw": attributes}
    if definition.type == "integer":
        return WholeNumberField, options
    options |= {"currency": definition.currency, "percent": definition.type == "percent"}
    return NumberField, options


def _attributes(definition: defined.TextField | defined.NumberField, wanted: Wanted) -> Attributes:
    """Return what all inputs have that the visitor types into; nothing comes of a None."""
    by_nature = AUTOCOMPLETE.get(definition.place or "")
    return {
        "autocomplete": definition.autocomplete or by_nature,
        "placeholder": wanted.text(definition.placeholder) or _empty(definition, wanted),
    }


def _empty(definition: defined.FieldDefinition, wanted: Wanted) -> str | None:
    """Return the empty-looking placeholder by which a stylesheet sees that nothing was typed."""
    conditions = (each.show_when for each in wanted.definition.items if each.show_when)
    return " " if any(each.field == definition.key for each in conditions) else None


def _enter_key(definition: defined.FieldDefinition, wanted: Wanted) -> str:
    """Say what the Enter key of a phone leads to: a field to type in, the end, or neither."""
    asked = wanted.definition.fields
    later = [each for each in asked[asked.index(definition) + 1 :] if each.type != "hidden"]
    if not later:
        return "send"
    return "next" if any(isinstance(each, TYPED) for each in later) else "done"
