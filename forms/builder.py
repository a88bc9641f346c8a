"""From a channel file's fields to a WTForms class, built once for each version and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from flask_babel import force_locale, gettext

from forms.conditions import only_if
from forms.form import ATTRIBUTE_PREFIX, LeadForm
from forms.lead_field import Showing
from forms.makers import MAKERS
from forms.validators import Required
from forms.wanted import Wanted
from forms.words import ours
from leadframe.channels import fields as defined
from leadframe.channels.model import FormDefinition

KEPT_CLASSES = 256
# WTForms orders fields by a counter that threads share: only one form is built at a time.
_BUILDING = Lock()


def form_class(definition: FormDefinition, language: str) -> type[LeadForm]:
    """Return the form of a definition in a language; the same one for the same version."""
    with _BUILDING:
        return _build(Wanted(definition.slug, definition.version, language, definition))


@lru_cache(maxsize=KEPT_CLASSES)
def _build(wanted: Wanted) -> type[LeadForm]:
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
    wanted: Wanted,
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
        showing=Showing(
            is_wide=definition.is_wide,
            step=definition.step,
            is_conditional=definition.show_when is not None,
            only_if=_only_if(definition, wanted, known_as),
        ),
        **{**options, "validators": [*required, *options.get("validators", ())]},
    )


def _only_if(
    definition: defined.FieldDefinition, wanted: Wanted, known_as: Mapping[str, str]
) -> str:
    """Return when the field is to be filled in, unless that was decided on an earlier page."""
    if not (condition := definition.show_when):
        return ""
    (other,) = (each for each in wanted.definition.fields if each.key == condition.field)
    if other.step < definition.step:
        return ""
    question = known_as[other.key]
    return only_if(condition, other, question, say=wanted.text, locale=wanted.locale)


def _label(definition: defined.FieldDefinition, wanted: Wanted) -> str:
    if isinstance(definition, defined.HiddenField):
        return ""
    return wanted.text(definition.caption) or ours(gettext(definition.usual_label))
