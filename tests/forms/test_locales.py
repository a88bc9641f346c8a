from __future__ import annotations

import pytest

from forms.locales import locale_of


@pytest.mark.parametrize(
    ("language", "region", "locale"),
    [
        ("da", None, "da"),
        ("da", "DK", "da_DK"),
        ("en", "DK", "en_DK"),
        ("de-CH", "DE", "de_CH"),
        ("fr", "DK", "fr"),
        ("pt-BR", None, "pt_BR"),
        ("pt-XX", None, "pt"),
        ("no", None, "nb"),
        ("no", "NO", "nb_NO"),
        ("nn-NO", None, "nb_NO"),
        ("xx", None, "en"),
        ("xx", "DK", "en"),
        ("x-nonsense-", None, "en"),
    ],
)
def test_the_language_is_written_as_in_the_forms_country(
    language: str, region: str | None, locale: str
) -> None:
    assert str(locale_of(language, region)) == locale
