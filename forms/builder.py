"""From a channel file's fields to a WTForms class, built once for each version and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any

from babel import Locale
from flask_babel import force_locale, gettext

from forms import choices, fields, messages, moments
from forms.conditions import only_if
from forms.form import ATTRIBUTE_PREFIX, LeadForm
from forms.numbers import show
from forms.times import show_time
from forms.validators import MinLength, NotAbove, NotBelow, Required
from forms.words import ours
from forms.world import WORLD
from leadframe.channels import fields as defined
from leadframe.channels.model import FormDefinition
from leadframe.channels.text import Text
from leadframe.consent import Consent
from leadframe.languages import Words, locale_of
from leadframe.richtext import in_full, segments

KEPT_CLASSES = 256
# WTForms orders fields by a counter that threads share: only one form is built at a time.
_BUILDING = Lock()

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
    "text": fields.LineField,
    "email": fields.EmailField,
    "tel": fields.PhoneField,
    "url": fields.WebAddressField,
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
CHOICE_CLASSES = {
    "select": choices.SelectField,
    "radio": choices.RadioField,
    "multiselect": choices.MultiselectField,
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A class to build; the version stands for everything the definition says."""

    slug: str
    version: str
    language: str
    definition: FormDefinition = field(compare=False)

    def text(self, text: Text | None) -> Words:
        """Return a text in the form's language, or nothing."""
        if text is None:
            return Words("")
        return text.in_language(self.language, fallback=self.definition.languages[0])

    @property
    def locale(self) -> Locale:
        """Whose numbers and dates the form reads."""
        return locale_of(self.language, self.definition.default_region)

    @property
    def region(self) -> str | None:
        """Whose phone numbers may go without a country code."""
        return self.definition.default_region or locale_of(self.language).territory


def form_class(definition: FormDefinition, language: str) -> type[LeadForm]:
    """Return the form of a definition in a language; the same one for the same version."""
    with _BUILDING:
        return _build(_Wanted(definition.slug, definition.version, language, definition))


@lru_cache(maxsize=KEPT_CLASSES)
def _build(wanted: _Wanted) -> type[LeadForm]:
    # The class is kept: what is worked out for it must be in its language, whoever asked first.
    with force_locale(wanted.locale):
        labels = [_label(each, wanted) for each in wanted.definition.fields]
        keys = [each.key for each in wanted.definition.fields]
        known_as = dict(zip(keys, _told_apart(labels), strict=True))
        attributes = {
            ATTRIBUTE_PREFIX + each.key: _field(each, wanted, label=label, known_as=known_as)
            for each, label in zip(wanted.definition.fields, labels, strict=True)
        }
    return type("ChannelForm", (LeadForm,), {"definition": wanted.definition, **attributes})


def _told_apart(labels: Sequence[str]) -> Iterator[str]:
    """Yield what messages call each field: its label, numbered where others have the same."""
    seen: Counter[str] = Counter()
    times = Counter(labels)
    for label in labels:
        seen[label] += 1
        yield f"{label} ({seen[label]})" if times[label] > 1 else label


def _field(
    definition: defined.FieldDefinition,
    wanted: _Wanted,
    *,
    label: str,
    known_as: Mapping[str, str],
) -> Any:
    """Return an unbound field: its family's class with the options common to all."""
    make = MAKERS[type(definition)]
    required = [Required()] if definition.required else []
    family_class, options = make(definition, wanted)
    return family_class(
        name=definition.key,
        label=label,
        known_as=known_as[definition.key],
        description=wanted.text(definition.help),
        place=definition.place,
        showing=fields.Showing(
            is_wide=definition.is_wide,
            step=definition.step,
            is_conditional=definition.show_when is not None,
            only_if=_only_if(definition, wanted, known_as),
        ),
        **{**options, "validators": [*required, *options.get("validators", ())]},
    )


def _only_if(
    definition: defined.FieldDefinition, wanted: _Wanted, known_as: Mapping[str, str]
) -> str:
    """Return when the field is to be filled in, unless that was decided on an earlier page."""
    if not (condition := definition.show_when):
        return ""
    (other,) = (each for each in wanted.definition.fields if each.key == condition.field)
    if other.step < definition.step:
        return ""
    question = known_as[other.key]
    return only_if(condition, other, question, say=wanted.text, locale=wanted.locale)


def _label(definition: defined.FieldDefinition, wanted: _Wanted) -> str:
    if isinstance(definition, defined.HiddenField):
        return ""
    return wanted.text(definition.caption) or ours(gettext(definition.usual_label))


Made = tuple[type[fields.LeadField], dict[str, Any]]
Attributes = dict[str, Any]


def _attributes(definition: defined.TextField | defined.NumberField, wanted: _Wanted) -> Attributes:
    """Return what all inputs have that the visitor types into; nothing comes of a None."""
    by_nature = AUTOCOMPLETE.get(definition.place or "")
    return {
        "autocomplete": definition.autocomplete or by_nature,
        "placeholder": wanted.text(definition.placeholder) or _empty(definition, wanted),
    }


def _empty(definition: defined.FieldDefinition, wanted: _Wanted) -> str | None:
    """Return the empty-looking placeholder by which a stylesheet sees that nothing was typed."""
    conditions = (each.show_when for each in wanted.definition.fields if each.show_when)
    return " " if any(each.field == definition.key for each in conditions) else None


def _enter_key(definition: defined.FieldDefinition, wanted: _Wanted) -> str:
    """Say what the Enter key of a phone leads to: a field to type in, the end, or neither."""
    asked = wanted.definition.fields
    later = [each for each in asked[asked.index(definition) + 1 :] if each.type != "hidden"]
    if not later:
        return "send"
    return "next" if any(isinstance(each, TYPED) for each in later) else "done"


def _line(definition: defined.TextField, wanted: _Wanted) -> Made:
    attributes = _attributes(definition, wanted)
    options: dict[str, Any] = {"longest": definition.max_length}
    if definition.min_length:
        options["validators"] = [MinLength(definition.min_length)]
    if definition.type == "textarea":
        longest = definition.max_length or fields.AreaField.longest
        return fields.AreaField, options | {
            "render_kw": {"dir": "auto", "maxlength": longest, **attributes}
        }
    if definition.type == "tel":
        options["region"] = wanted.region
    longest = definition.max_length or fields.LONGEST_LINE
    line = {"enterkeyhint": _enter_key(definition, wanted), "maxlength": longest}
    attributes |= INPUTS[definition.type] | line
    return LINE_CLASSES[definition.type], options | {"render_kw": attributes}


def _number(definition: defined.NumberField, wanted: _Wanted) -> Made:
    # A phone's number pad has no minus sign.
    pad = "numeric" if definition.type == "integer" else "decimal"
    goes_below_zero = definition.min is not None and definition.min < 0
    attributes = _attributes(definition, wanted) | {
        "inputmode": "text" if goes_below_zero else pad,
        "dir": "ltr",
        "enterkeyhint": _enter_key(definition, wanted),
    }
    validators = _bounds(
        definition, lambda bound: show(bound, wanted.locale), messages.at_least, messages.at_most
    )
    options = {"locale": wanted.locale, "validators": validators, "render_kw": attributes}
    if definition.type == "integer":
        return fields.WholeNumberField, options
    options |= {"currency": definition.currency, "percent": definition.type == "percent"}
    return fields.NumberField, options


def _moment(definition: defined.MomentField, wanted: _Wanted) -> Made:
    family_class, shown, below, above = MOMENTS[definition.type]
    bounds = {"min": definition.min, "max": definition.max}
    attributes = {
        name: moments.written(bound) for name, bound in bounds.items() if bound is not None
    }
    if isinstance(definition, defined.DateField):
        attributes |= {"autocomplete": definition.autocomplete} if definition.autocomplete else {}
    options = {
        "locale": wanted.locale,
        "validators": _bounds(definition, lambda each: shown(each, wanted.locale), below, above),
        "render_kw": attributes,
    }
    return family_class, options


def _bounds(
    definition: defined.NumberField | defined.MomentField,
    shown: Callable[[Any], str],
    below: Callable[[str], str],
    above: Callable[[str], str],
) -> list[NotBelow | NotAbove]:
    bounds: list[NotBelow | NotAbove] = []
    if definition.min is not None:
        bounds.append(NotBelow(definition.min, below(shown(definition.min))))
    if definition.max is not None:
        bounds.append(NotAbove(definition.max, above(shown(definition.max))))
    return bounds


def _choice(definition: defined.ChoiceField, wanted: _Wanted) -> Made:
    groups = [
        (wanted.text(heading), [(option.value, wanted.text(option.label)) for option in options])
        for heading, options in definition.groups
    ]
    other = ""
    if definition.other:
        other = wanted.text(definition.other_label) or ours(str(messages.OTHER))
    return CHOICE_CLASSES[definition.type], {"offer": choices.Offer(groups, other)}


def _code(definition: defined.CodeField, wanted: _Wanted) -> Made:
    named = WORLD[definition.type](wanted.locale)
    offer = choices.Offer([("", named)], other="")
    options: dict[str, Any] = {"offer": offer}
    options["render_kw"] = {"autocomplete": definition.autocomplete or definition.type}
    if definition.type == "country":
        # What nobody need choose would be sent as if the visitor had chosen it.
        options["default"] = wanted.definition.default_region if definition.required else None
        return choices.CountryField, options
    return choices.SelectField, options


def _checkbox(definition: defined.CheckboxField, wanted: _Wanted) -> Made:
    del definition, wanted
    return choices.CheckboxField, {}


def _consent(definition: defined.ConsentField, wanted: _Wanted) -> Made:
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
    return choices.ConsentField, {"segments": segments(text), "unticked": unticked}


def _hidden(definition: defined.HiddenField, wanted: _Wanted) -> Made:
    del wanted
    return fields.HiddenField, {"default": definition.value, "may_change": bool(definition.prefill)}


MAKERS: dict[type, Callable[[Any, _Wanted], Made]] = {
    defined.TextField: _line,
    defined.NumberField: _number,
    defined.DateField: _moment,
    defined.TimeField: _moment,
    defined.DatetimeField: _moment,
    defined.ChoiceField: _choice,
    defined.CodeField: _code,
    defined.CheckboxField: _checkbox,
    defined.ConsentField: _consent,
    defined.HiddenField: _hidden,
}
