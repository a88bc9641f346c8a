from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.frames.lettering import Lettering
from leadframe.richtext import Span

BODY = Lettering()
SENTENCE = "We answer within one working day."
WIDTHS = st.floats(min_value=50, max_value=1000)
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1)


def lines_of(text: str, width: float) -> int:
    return BODY.lines([Span(text)], width)


@given(st.lists(WORDS, min_size=1), WIDTHS)
def test_lines_are_enough_for_all_words_and_each_begins_with_one(
    words: list[str], width: float
) -> None:
    lines = lines_of(" ".join(words), width)

    assert lines * width >= sum(map(BODY.width, words)) - 1
    assert lines <= sum(lines_of(word, width) for word in words)


@given(st.text(min_size=1))
def test_a_text_fits_one_line_as_wide_as_itself(text: str) -> None:
    assert lines_of(text, BODY.width(text) + 1) == 1


def test_nothing_takes_no_room() -> None:
    assert BODY.height([Span("")], 100) == 0


def test_a_line_is_as_high_as_it_is_set() -> None:
    assert Lettering(line=21).height([Span(SENTENCE)], 1000) == 21


def test_words_go_to_the_next_line_whole() -> None:
    half = BODY.width("working ") + 1

    assert lines_of("working working", half) == 2
    assert lines_of("working working working", half * 2) == 2


def test_a_word_wider_than_a_line_goes_on_in_the_next() -> None:
    assert lines_of("n" * 30, BODY.width("n" * 10) + 1) == 3


def test_a_line_may_end_after_a_hyphen() -> None:
    width = BODY.width("a working-") + 1

    assert lines_of("a working-working", width) == 2
    assert lines_of("a workingsworking", width) == 3


def test_a_line_may_end_between_any_two_ideographs() -> None:
    assert lines_of("東京都千代田区", BODY.width("東京都") + 1) == 3


@pytest.mark.parametrize("text", ["Fornavn", "Имя и фамилия", "Όνομα", "الاسم الأول", "名前"])
def test_bold_and_large_letters_are_wider(text: str) -> None:
    assert Lettering(is_bold=True).width(text) > BODY.width(text)
    assert Lettering(size=22).width(text) > BODY.width(text)


def test_strong_words_of_a_text_are_set_in_bold() -> None:
    strong = Span("working", is_strong=True)
    bold = Lettering(is_bold=True)
    width = BODY.width("a ") + bold.width("working")

    assert BODY.lines([Span("a "), strong], width) == 1
    assert BODY.lines([Span("a "), strong], width - 1) == 2
    assert lines_of("a working", width - 1) == 1
    assert bold.lines([strong], bold.width("working")) == 1


@given(st.lists(WORDS, min_size=1), WIDTHS)
def test_where_spans_meet_no_line_ends(parts: list[str], width: float) -> None:
    assert BODY.lines([Span(part) for part in parts], width) == lines_of("".join(parts), width)


def test_a_mark_above_a_letter_takes_no_width() -> None:
    assert BODY.width("e\u0301") == BODY.width("e")
