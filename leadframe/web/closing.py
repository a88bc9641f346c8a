"""Which forms are closed for the moment, remembered for a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from contextlib import suppress
from typing import NamedTuple

from leadframe.errors import LedgerUnavailableError

REMEMBER_SECONDS = 1.0


class Answer(NamedTuple):
    """What the ledger said: which forms are closed, and until when that is taken for true."""

    known_until: float
    closed: Container[str]


class Closings:
    """Asks the ledger at most once a second, about all forms.

    Args:
        ask: returns what holds the slugs of all forms that are closed.
        clock: a monotonic clock in seconds.

    Attributes:
        answer: the last one, for those who may not wait for the next.
    """

    def __init__(
        self,
        ask: Callable[[], Container[str]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self.answer = Answer(float("-inf"), frozenset())

    def is_closed(self, slug: str) -> bool:
        """Say whether leads of this form cannot be passed on until an operator acts.

        While the ledger does not answer, the last answer stands: a visitor may begin to write,
        and the ledger may well be back before the form is sent.
        """
        known_until, closed = self.answer
        now = self._clock()
        if now >= known_until:
            with suppress(LedgerUnavailableError):
                closed = self._ask()
            self.answer = Answer(now + REMEMBER_SECONDS, closed)
        return slug in closed
