"""From a channel file's items to a WTForms class, built once for each version and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from flask_babel import force_locale, gettext

from forms.conditions import only_if
from forms.decoy import DecoyField, decoy_name
from forms.form import ATTRIBUTE_PREFIX, LeadForm
from forms.form_item import Showing
from forms.heading import Heading
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
        labels = {each.key: _label(each, wanted) for each in wanted.definition.fields}
        known_as = dict(zip(labels, _told_apart(labels.values()), strict=True))
        attributes = {
            ATTRIBUTE_PREFIX + each.key: _item(each, wanted, known_as)
            for each in wanted.definition.items
        }
    attributes["decoy"] = DecoyField(name=decoy_name(wanted.slug))
    return type("ChannelForm", (LeadForm,), {"definition": wanted.definition, **attributes})


def _told_apart(labels: Collection[str]) -> Iterator[str]:
    """Yield what messages call each field: its label, numbered where others have the same."""
    seen: Counter[str] = Counter()
    times = Counter(labels)
    for label in labels:
        seen[label] += 1
        yield f"{label} ({seen[label]})" if times[label] > 1 else label


def _item(definition: defined.ItemDefinition, wanted: Wanted, known_as: Mapping[str, str]) -> Any:
    """Return an unbound field or heading: its class with the options that it knows."""
    options = {
        "name": definition.key,
        "label": _label(definition, wanted),
        "description": wanted.text(definition.help),
        "showing": Showing(
            is_wide=definition.is_wide,
            step=definition.step,
            is_conditional=definition.show_when is not None,
            only_if=_only_if(definition, wanted, known_as),
        ),
    }
    if isinstance(definition, defined.Heading):
        return Heading(is_in_step=bool(wanted.definition.steps), **options)
    options |= {"place": definition.place, "known_as": known_as[definition.key]}
    return _field(definition, wanted, options)


def _field(definition: defined.FieldDefinition, wanted: Wanted, options: Mapping[str, Any]) -> Any:
    family_class, own = MAKERS[type(definition)](definition, wanted)
    required = [Required()] if definition.required else []
    validators = [*required, *own.get("validators", ())]
    return family_class(**{**options, **own, "validators": validators})


def _only_if(
    definition: defined.ItemDefinition, wanted: Wanted, known_as: Mapping[str, str]
) -> str:
    """Return when the item counts, unless that was decided on an earlier page."""
    if not (condition := definition.show_when):
        return ""
    (other,) = (each for each in wanted.definition.fields if each.key == condition.field)
    if other.step < definition.step:
        return ""
    question = known_as[other.key]
    return only_if(condition, other, question, say=wanted.text, locale=wanted.locale)


def _label(definition: defined.ItemDefinition, wanted: Wanted) -> str:
    if isinstance(definition, defined.HiddenField):
        return ""
    if isinstance(definition, defined.Heading):
        return wanted.text(definition.label)
    return wanted.text(definition.caption) or ours(gettext(definition.usual_label))
