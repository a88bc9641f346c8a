"""From each kind of field in a channel file to its class in a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forms.choice_makers import make_choice, make_code
from forms.hidden_field import HiddenField
from forms.moment_makers import make_moment
from forms.tick_fields import CheckboxField, ConsentField
from forms.typed_makers import make_line, make_number
from forms.wanted import Made, Wanted
from leadframe.channels import fields as defined
from leadframe.consent import Consent
from leadframe.richtext import in_full, segments


def _checkbox(definition: defined.CheckboxField, wanted: Wanted) -> Made:
    del definition, wanted
    return CheckboxField, {}


def _consent(definition: defined.ConsentField, wanted: Wanted) -> Made:
    text = wanted.text(definition.text)
    unticked = Consent(
        field=definition.key,
        is_given=False,
        text=str(text),
        told=in_full(text),
        language=text.language or wanted.language,
        version=wanted.version,
        send_in=definition.send_in or "",
    )
    return ConsentField, {"segments": segments(text), "unticked": unticked}


def _hidden(definition: defined.HiddenField, wanted: Wanted) -> Made:
    del wanted
    return HiddenField, {"default": definition.value, "may_change": bool(definition.prefill)}


MAKERS: dict[type, Callable[[Any, Wanted], Made]] = {
    defined.TextField: make_line,
    defined.NumberField: make_number,
    defined.DateField: make_moment,
    defined.TimeField: make_moment,
    defined.DatetimeField: make_moment,
    defined.ChoiceField: make_choice,
    defined.CodeField: make_code,
    defined.CheckboxField: _checkbox,
    defined.ConsentField: _consent,
    defined.HiddenField: _hidden,
}
