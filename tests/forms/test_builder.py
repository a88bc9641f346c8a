from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from forms.builder import form_class
from forms.choice_fields import SelectField
from forms.form import LeadForm
from tests.forms.making import PROPERTY, FieldKeys, definition_of, signer

NAME: FieldKeys = {"name": "first_name"}


def test_a_class_is_built_once_for_each_version_and_language() -> None:
    first = form_class(definition_of(NAME, version="builder"), "en")
    assert form_class(definition_of(NAME, version="builder"), "en") is first
    assert form_class(definition_of(NAME, version="builder"), "da") is not first
    assert form_class(definition_of(NAME, version="builder 2"), "en") is not first


def test_two_forms_of_one_version_are_not_mistaken_for_each_other() -> None:
    first = form_class(definition_of(NAME, version="builder", slug="one"), "en")
    assert form_class(definition_of(NAME, version="builder", slug="two"), "en") is not first


def test_texts_are_in_the_language_or_the_first_one() -> None:
    option = {"value": "L", "label": {"en": "Large", "da": "Stor"}}
    field = {
        "property": PROPERTY,
        "label": {"en": "Size", "da": "St\xf8rrelse"},
        "type": "select",
        "options": (option,),
    }
    definition = definition_of(field, version="languages", languages=("en", "da"))
    labels = {}
    for language in ("en", "da", "fr"):
        form = form_class(definition, language).for_visit(signer(), formdata=None)
        (shown,) = form.visible_fields
        assert isinstance(shown, SelectField)
        labels[language] = (shown.caption, shown.choices[0].label)
    assert labels == {
        "en": ("Size", "Large"),
        "da": ("St\xf8rrelse", "Stor"),
        "fr": ("Size", "Large"),
    }


def test_fields_stay_in_order_when_forms_are_built_at_the_same_time() -> None:
    names = [f"field_{number}" for number in range(30)]
    fields = [
        {"name": name, "property": PROPERTY.replace("1111", f"{number:04}", 1), "label": name}
        for number, name in enumerate(names)
    ]

    def build(number: int) -> type[LeadForm]:
        return form_class(definition_of(*fields, version=f"thread {number}"), "en")

    with ThreadPoolExecutor(8) as threads:
        for built in threads.map(build, range(16)):
            form = built.for_visit(signer(), formdata=None)
            assert [field.name for field in form.visible_fields] == names


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("asked_first_in", ["en", "pl"])
def test_what_is_worked_out_for_a_class_is_in_its_language_whoever_asked_first(
    asked_first_in: str,
) -> None:
    number = {"property": PROPERTY, "name": "day", "label": "Dag", "type": "date"}
    definition = definition_of(
        {"name": "last_name"},
        {**number, "min": date(2026, 1, 31)},
        version=f"asked in {asked_first_in}",
        languages=("da", "pl"),
    )
    with force_locale(asked_first_in):
        built = {language: form_class(definition, language) for language in ("da", "pl")}

    said = {}
    for language, form_in_it in built.items():
        with force_locale(language):
            values = MultiDict({"token": signer().issue("acme", "v1"), "day": "2025-01-01"})
            form = form_in_it.for_visit(signer(), formdata=values)
            form.validate()
            said[language] = (form.visible_fields[0].caption, form.error_summary()[0][1])
    assert said == {
        "da": ("Efternavn", "Dag: vælg 31. januar 2026 eller en senere dato"),
        "pl": ("Nazwisko", "Dag: wybierz 31 stycznia 2026 lub późniejszą datę"),
    }
