from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from leadframe.channels.text import LONGEST_TEXT, Text

TEXT = TypeAdapter(Text)
LANGUAGES = st.sampled_from(["en", "da", "pt-BR", "pt", "de-AT", "zh-Hant"])
TABLES = st.dictionaries(LANGUAGES, st.text(min_size=1).filter(str.strip), min_size=1)


def refusal_of(value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TEXT.validate_python(value)
    return str(refused.value.errors()[0]["msg"])


def test_a_plain_text_serves_every_language() -> None:
    text = TEXT.validate_python("  Hello  ")

    assert text.in_language("da", fallback="en") == "Hello"
    assert text.languages == set()


def test_a_table_serves_each_language_its_own() -> None:
    text = TEXT.validate_python({"en": "Name", "da": " Navn "})

    assert text.in_language("da", fallback="en") == "Navn"
    assert text.in_language("en", fallback="en") == "Name"
    assert text.languages == {"en", "da"}


def test_a_regional_visitor_reads_the_base_language() -> None:
    text = Text({"pt": "Nome", "en": "Name"})

    assert text.in_language("pt-BR", fallback="en") == "Nome"


def test_a_visitor_without_a_translation_reads_the_fallback() -> None:
    text = Text({"en": "Name", "da": "Navn"})

    assert text.in_language("fi", fallback="da") == "Navn"


def test_some_text_is_better_than_none() -> None:
    assert Text({"en": "Name"}).in_language("fi", fallback="da") == "Name"


def test_a_text_that_is_already_one_is_kept() -> None:
    text = Text.plain("Hello")

    assert TEXT.validate_python(text) is text


@pytest.mark.parametrize("value", [5, True, None, {}, ["Name"]])
def test_what_is_no_text_says_what_to_write(value: object) -> None:
    assert "give a text, or a table by language" in refusal_of(value)


@pytest.mark.parametrize("value", ["", "  \n", {"en": ""}])
def test_an_empty_text_is_to_be_left_out(value: object) -> None:
    assert "leave the key out" in refusal_of(value)


@pytest.mark.parametrize("language", ["", "EN", "english!", "e", "en_GB", 5])
def test_a_table_names_languages_by_their_tags(language: object) -> None:
    assert f'"{language}" is not a language' in refusal_of({language: "Name"})


def test_a_table_holds_strings_only() -> None:
    assert "the text for da must be a string" in refusal_of({"en": "Name", "da": 5})


def test_a_text_has_an_end() -> None:
    longest = "x" * LONGEST_TEXT

    assert TEXT.validate_python(longest) == Text.plain(longest)
    assert str(LONGEST_TEXT) in refusal_of("x" * (LONGEST_TEXT + 1))


@given(TABLES, LANGUAGES, LANGUAGES)
def test_every_visitor_reads_something_from_the_table(
    table: dict[str, str], language: str, fallback: str
) -> None:
    text = TEXT.validate_python(table)

    shown = text.in_language(language, fallback=fallback)

    assert shown in {written.strip() for written in table.values()}
    if language in table:
        assert shown == table[language].strip()
