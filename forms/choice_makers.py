"""From a channel file's fields that a visitor chooses in to those of a form."""

from __future__ import annotations

from typing import Any

from forms import messages
from forms.choice_fields import CountryField, MultiselectField, RadioField, SelectField
from forms.offers import Offer
from forms.wanted import Made, Wanted
from forms.words import ours
from forms.world import WORLD
from leadframe.channels import fields as defined

CHOICE_CLASSES = {
    "select": SelectField,
    "radio": RadioField,
    "multiselect": MultiselectField,
}


def make_choice(definition: defined.ChoiceField, wanted: Wanted) -> Made:
    """Return a field with the options of the channel file."""
    groups = [
        (wanted.text(heading), [(option.value, wanted.text(option.label)) for option in options])
        for heading, options in definition.groups
    ]
    other = ""
    if definition.other:
        other = wanted.text(definition.other_label) or ours(str(messages.OTHER))
    return CHOICE_CLASSES[definition.type], {"offer": Offer(groups, other)}


def make_code(definition: defined.CodeField, wanted: Wanted) -> Made:
    """Return a field with the countries or the languages of the world."""
    named = WORLD[definition.type](wanted.locale)
    offer = Offer([("", named)], other="")
    options: dict[str, Any] = {"offer": offer}
    options["render_kw"] = {"autocomplete": definition.autocomplete or definition.type}
    if definition.type == "country":
        # What nobody need choose would be sent as if the visitor had chosen it.
        options["default"] = wanted.definition.default_region if definition.required else None
        return CountryField, options
    return SelectField, options
