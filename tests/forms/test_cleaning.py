from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.cleaning import plain, tidy_line, tidy_text

ANYTHING = st.text(st.characters(codec=None))


def test_line_breaks_of_every_kind_become_one() -> None:
    assert tidy_text("a\r\nb\rc\nd\u2028e\x85f") == "a\nb\nc\nd\ne\nf"


def test_a_line_has_spaces_where_lines_ended() -> None:
    assert tidy_line(" Ada\r\nLovelace\t") == "Ada Lovelace"


def test_accents_are_composed() -> None:
    assert tidy_line("Zoe\u0308") == "Zo\xeb"


def test_what_no_database_or_json_can_carry_is_removed() -> None:
    assert tidy_text("a\x00b\ud800c\x1bd\x7f") == "abcd"


def test_signs_that_hold_emoji_and_scripts_together_stay() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert tidy_line(family) == family


def test_what_turns_the_order_of_a_text_around_is_removed() -> None:
    assert tidy_line("\u202dinvoice\u202efdp.exe\u202c \u2066a\u2069") == "invoicefdp.exe a"


def test_what_nobody_sees_is_removed() -> None:
    assert tidy_line("\ufeffA\u200bd\u2060a\u00ad") == "Ada"


def test_marks_that_a_script_is_written_with_stay() -> None:
    persian, mixed = "\u0645\u06cc\u200c\u0631\u0648\u0645", "\u05d0\u200f (C++)\u200e"
    assert tidy_line(persian) == persian
    assert tidy_line(mixed) == mixed


@pytest.mark.parametrize("text", ["\u200e\u200d", "\u3164", "\u2800 \ufe0f", "\u200b", "\u0301"])
def test_a_text_of_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert tidy_text(text) == tidy_line(text) == ""


def test_white_space_alone_is_nothing() -> None:
    assert tidy_text(" \t\r\n\xa0\u2003") == ""


def test_numbers_in_other_scripts_and_signs_are_made_plain() -> None:
    assert plain("\u2212\u0661\u0662\u202f\uff13\u066a") == "-12 3%"


def test_a_raised_digit_is_not_a_digit() -> None:
    assert plain("10\xb2") == "10\xb2"


def test_direction_marks_go_from_numbers() -> None:
    assert plain("\u200e-5\u200f") == "-5"


@given(ANYTHING)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    assert tidy_text(tidy_text(text)) == tidy_text(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)


@given(ANYTHING)
def test_a_clean_text_can_be_stored_and_sent(text: str) -> None:
    clean = tidy_text(text)
    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)
    assert not [sign for sign in clean if sign not in "\n\t" and unicodedata.category(sign) == "Cc"]
    assert not [sign for sign in clean if ord(sign) & 0xFFFE == 0xFFFE]


@given(ANYTHING)
def test_a_clean_line_is_one_line(text: str) -> None:
    assert len(tidy_line(text).splitlines()) <= 1


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_a_plain_text_is_cleaned_as_one_with_accents_is(text: str) -> None:
    assert tidy_text(f"{text}.") + "\xe6" == tidy_text(f"{text}.\xe6")
