from __future__ import annotations

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from leadframe.languages import (
    SPOKEN,
    Words,
    direction_of,
    direction_of_locale,
    find_language,
    foreign_language,
    locale_of,
    name_of,
)


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


@pytest.mark.parametrize(
    ("wanted", "languages", "found"),
    [
        (["da"], ("en", "da"), "da"),
        (["DA"], ("en", "da"), "da"),
        (["de-CH"], ("en", "de"), "de"),
        (["de_AT"], ("en", "de-CH", "de"), "de"),
        (["de-CH"], ("de", "de-CH"), "de-CH"),
        (["de"], ("en", "de-CH"), "de-CH"),
        (["de"], ("de-CH", "de"), "de"),
        (["pt-BR"], ("en", "pt"), "pt"),
        (["pt-BR", "en"], ("en", "pt"), "pt"),
        (["zh-Hant-TW"], ("zh-Hans", "zh-Hant"), "zh-Hant"),
        (["no"], ("en", "nb"), "nb"),
        (["nb-NO"], ("en", "no"), "no"),
        (["nn"], ("en", "nb"), "nb"),
        (["th", "fr"], ("en", "fr"), "fr"),
        (["th"], ("en", "fr"), None),
        (["", "*", "-", "x" * 5000], ("en", "fr"), None),
        ([], ("en",), None),
    ],
)
def test_a_visitor_is_served_in_the_best_language_that_there_is(
    wanted: list[str], languages: tuple[str, ...], found: str | None
) -> None:
    assert find_language(wanted, languages) == found


@pytest.mark.parametrize("language", SPOKEN)
def test_only_arabic_of_our_languages_is_written_from_right_to_left(language: str) -> None:
    assert direction_of(language) == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("fa", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("az", "ltr"),
        ("th", "ltr"),
        ("xx", "ltr"),
    ],
)
def test_other_languages_are_written_from_the_right_or_not(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_every_language_is_written_from_the_right_where_cldr_says_so() -> None:
    locales = [Locale.parse(name) for name in locale_identifiers()]
    languages = [locale for locale in locales if not locale.territory]
    from_the_right = {str(each) for each in languages if each.text_direction == "rtl"}

    assert {str(each) for each in languages if direction_of_locale(each) == "rtl"} == from_the_right


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("da", "Dansk"),
        ("ar", "العربية"),
        ("nb", "Norsk bokmål"),
        ("no", "Norsk"),
        ("pt-BR", "Português (Brasil)"),
        ("th", "ไทย"),
        ("xx", "xx"),
        ("x-nonsense-", "x-nonsense-"),
    ],
)
def test_a_language_is_called_by_its_own_name(language: str, name: str) -> None:
    assert name_of(language) == name


def test_words_know_whether_they_are_foreign_to_their_page() -> None:
    assert foreign_language(Words("Navn", language="da")) == "da"
    assert foreign_language(Words("Navn")) == foreign_language("Navn") == ""
    assert Words("Navn", language="da") == "Navn"
