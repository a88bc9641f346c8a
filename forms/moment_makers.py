"""From a channel file's fields for days and times to those of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel import Locale

from forms import messages, moments
from forms.times import show_time
from forms.validators import bounds_of
from forms.wanted import Made, Wanted
from leadframe.channels import fields as defined

_Tell = Callable[[Any, Locale], str]
_Advise = Callable[[str], str]
_Moment = tuple[type[moments.MomentField], _Tell, _Advise, _Advise]
# How each is read, and how its bounds are told.
MOMENTS: dict[str, _Moment] = {
    "date": (moments.DateField, moments.tell_date, messages.not_before, messages.not_after),
    "time": (moments.TimeField, show_time, messages.not_earlier, messages.not_later),
    "datetime": (
        moments.DatetimeField,
        moments.tell_datetime,
        messages.not_earlier,
        messages.not_later,
    ),
}


def make_moment(definition: defined.MomentField, wanted: Wanted) -> Made:
    """Return a field for a day, a time or both."""
    family_class, shown, below, above = MOMENTS[definition.type]
    bounds = {"min": definition.min, "max": definition.max}
    attributes = {
        name: moments.written(bound) for name, bound in bounds.items() if bound is not None
    }
    if isinstance(definition, defined.DateField):
        attributes |= {"autocomplete": definition.autocomplete} if definition.autocomplete else {}
    options = {
        "locale": wanted.locale,
        "validators": bounds_of(definition, lambda each: shown(each, wanted.locale), below, above),
        "render_kw": attributes,
    }
    return family_class, options
