"""What counts as the same text once more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.screening import Repeats
from leadframe.screening.repeats import MOST_TEXTS, SHORTEST_TEXT, WINDOW_SECONDS
from tests.screening.world import NOTES


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def repeats(clock: Clock) -> Repeats:
    return Repeats("a secret for tests", now=clock)


def test_a_text_is_counted_each_time_it_comes_from_another(repeats: Repeats) -> None:
    counts = [repeats.count(submission, [NOTES]) for submission in "ABCD"]

    assert counts == [0, 1, 2, 3]


def test_a_double_click_is_no_repeat(repeats: Repeats) -> None:
    assert [repeats.count("A", [NOTES]) for _ in range(5)] == [0] * 5


@pytest.mark.parametrize(
    "again", [NOTES.upper(), f"  {NOTES}\r\n", NOTES.replace(" ", " - "), f"{NOTES}!!!"]
)
def test_other_spaces_signs_and_capitals_make_it_no_other_text(
    repeats: Repeats, again: str
) -> None:
    repeats.count("A", [NOTES])

    assert repeats.count("B", [again]) == 1


def test_another_text_is_no_repeat(repeats: Repeats) -> None:
    repeats.count("A", [NOTES])

    assert repeats.count("B", [NOTES.replace("forty", "fifty")]) == 0


def test_what_many_people_say_in_few_words_is_no_repeat(repeats: Repeats) -> None:
    words = "Please call me tomorrow. Thank you!"

    assert len(words) < SHORTEST_TEXT
    assert [repeats.count(each, [words, ""]) for each in "ABCD"] == [0] * 4


def test_the_text_that_came_most_often_counts(repeats: Repeats) -> None:
    other = NOTES[::-1]
    repeats.count("A", [NOTES])
    repeats.count("B", [NOTES, other])

    assert repeats.count("C", [other, NOTES]) == 2


def test_an_hour_later_it_is_forgotten(repeats: Repeats, clock: Clock) -> None:
    repeats.count("A", [NOTES])
    clock.now += WINDOW_SECONDS - 1
    assert repeats.count("B", [NOTES]) == 1
    clock.now += 1

    assert repeats.count("C", [NOTES]) == 1


def test_however_much_comes_only_so_much_is_remembered(repeats: Repeats) -> None:
    repeats.count("A", [NOTES])
    for number in range(MOST_TEXTS - 1):
        repeats.count("B", [f"{NOTES} {number}"])
    assert repeats.count("C", [NOTES]) == 1
    for number in range(MOST_TEXTS):
        repeats.count("D", [f"{NOTES} once more {number}"])

    assert repeats.count("E", [NOTES]) == 0


def test_a_text_that_comes_all_day_takes_no_more_room(repeats: Repeats) -> None:
    counts = [repeats.count(str(number), [NOTES]) for number in range(100)]

    assert max(counts) == counts[-1] < 10


@given(st.text(min_size=SHORTEST_TEXT))
def test_any_text_is_a_repeat_of_itself_or_too_short(text: str) -> None:
    repeats = Repeats("a secret for tests", now=Clock())

    first, second = (repeats.count(each, [text]) for each in "AB")

    assert first == 0
    assert second in {0, 1}


def test_nothing_that_was_written_is_kept(repeats: Repeats) -> None:
    repeats.count("A", [NOTES])

    kept = repr(vars(repeats)).casefold()
    assert not [word for word in ("forty", "chairs", "tables", "odense") if word in kept]
