"""Forms for the tests, made as a channel file makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.builder import form_class
from forms.form import LeadForm
from forms.token import TokenSigner
from leadframe.channels.model import FormDefinition
from leadframe.lead import Lead

ROOT = Path(__file__).parents[2]
KEY = "a key of thirty-two characters or more"
NOON = 1_800_000_000.0
PROPERTY = "11111111-2222-3333-4444-555555555555"
OTHER_PROPERTY = "66666666-2222-3333-4444-555555555555"
FieldKeys = dict[str, Any]


def signer(
    *keys: str, now: Callable[[], float] = lambda: NOON, max_age_seconds: float = 3600
) -> TokenSigner:
    return TokenSigner(keys or (KEY,), max_age_seconds=max_age_seconds, now=now)


def definition_of(*fields: FieldKeys, version: str = "v1", **keys: Any) -> FormDefinition:
    values = {"slug": "acme", "version": version, "channel_id": PROPERTY, "title": "Talk to us"}
    return FormDefinition.model_validate({**values, **keys, "field": fields})


# A version of its own for each: the builder keeps classes by version.
def class_of(*fields: FieldKeys, language: str = "en", **keys: Any) -> type[LeadForm]:
    version = repr((fields, sorted(keys.items())))
    return form_class(definition_of(*fields, version=version, **keys), language)


def shown(*fields: FieldKeys, prefill: Mapping[str, str] | None = None, **keys: Any) -> LeadForm:
    return class_of(*fields, **keys).for_visit(signer(), formdata=None, prefill=prefill)


def sent(*fields: FieldKeys, values: Mapping[str, str | list[str]], **keys: Any) -> LeadForm:
    """Return the form as it comes back with these values and a good token."""
    form = class_of(*fields, **keys)
    token = signer().issue("acme", "v1")
    return form.for_visit(signer(), formdata=MultiDict({"token": token, **values}))


def lead_of(*fields: FieldKeys, values: Mapping[str, str | list[str]], **keys: Any) -> Lead:
    form = sent(*fields, values=values, **keys)
    assert form.validate(), form.errors
    return form.lead()


def faults_of(
    *fields: FieldKeys, values: Mapping[str, str | list[str]], **keys: Any
) -> list[tuple[str, str]]:
    form = sent(*fields, values=values, **keys)
    assert not form.validate()
    return form.error_summary()
