"""How far a visitor has come in a form of several pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadframe.errors import TooManyAnswersError

# Ten fields filled to the brim. More would not fit into the body that brings it back.
MOST_CHARACTERS = 100_000

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page of a form knows about the other pages; it rides in the form's token.

    Attributes:
        page: the number of this page: of its step, or one more for the page of all answers.
        was_checked: whether the visitor has seen that page already.
        answers: what was written on other pages, as a browser sends it, by field name.
        sent_at: when all of it was sent from that page, in Unix seconds, if this is the page that
            asks to confirm it.
    """

    page: int
    was_checked: bool
    answers: Answers
    sent_at: float | None = None

    def __post_init__(self) -> None:
        written = count_characters(self.answers)
        if written > MOST_CHARACTERS:
            raise TooManyAnswersError(f"the answers have {written} characters")


def count_characters(answers: Answers) -> int:
    """Return how long all answers are together."""
    return sum(len(text) for texts in answers.values() for text in texts)
