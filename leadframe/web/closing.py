"""Whether a form is closed for the moment, remembered for a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from leadframe.errors import LedgerUnavailableError

REMEMBER_SECONDS = 1.0
NEVER_ASKED = (float("-inf"), False)


class Closings:
    """Asks the ledger at most once a second for each form.

    Args:
        ask: returns why a form is closed, or None.
        clock: a monotonic clock in seconds.
    """

    def __init__(
        self,
        ask: Callable[[str], str | None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._answers: dict[str, tuple[float, bool]] = {}

    def is_closed(self, slug: str) -> bool:
        """Say whether leads of this form cannot be passed on until an operator acts.

        While the ledger does not answer, the last answer stands: a visitor may begin to write,
        and the ledger may well be back before the form is sent.
        """
        asked_at, closed = self._answers.get(slug, NEVER_ASKED)
        now = self._clock()
        if now - asked_at < REMEMBER_SECONDS:
            return closed
        with suppress(LedgerUnavailableError):
            closed = self._ask(slug) is not None
        self._answers[slug] = (now, closed)
        return closed

    def is_known_open(self, slug: str) -> bool:
        """Say whether `is_closed` would say no without asking; never wait."""
        asked_at, closed = self._answers.get(slug, NEVER_ASKED)
        return not closed and self._clock() - asked_at < REMEMBER_SECONDS
