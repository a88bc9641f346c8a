"""Which forms are closed for the moment, remembered for a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from contextlib import suppress
from typing import NamedTuple

from leadframe.errors import LedgerUnavailableError

REMEMBER_SECONDS = 1.0


class _Answer(NamedTuple):
    asked_at: float
    closed: Container[str]


class Closings:
    """Asks the ledger at most once a second, about all forms.

    Args:
        ask: returns what holds the slugs of all forms that are closed.
        clock: a monotonic clock in seconds.
    """

    def __init__(
        self,
        ask: Callable[[], Container[str]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._answer = _Answer(float("-inf"), frozenset())

    def is_closed(self, slug: str) -> bool:
        """Say whether leads of this form cannot be passed on until an operator acts.

        While the ledger does not answer, the last answer stands: a visitor may begin to write,
        and the ledger may well be back before the form is sent.
        """
        if not self._is_fresh():
            now, closed = self._clock(), self._answer.closed
            with suppress(LedgerUnavailableError):
                closed = self._ask()
            self._answer = _Answer(now, closed)
        return slug in self._answer.closed

    @property
    def known_until(self) -> float:
        """Until when, by the clock, `is_known_open` knows."""
        return self._answer.asked_at + REMEMBER_SECONDS

    def is_known_open(self, slug: str) -> bool:
        """Say whether `is_closed` would say no without asking; never wait."""
        return self._is_fresh() and slug not in self._answer.closed

    def _is_fresh(self) -> bool:
        return self._clock() < self.known_until
