"""The log of a SQLite file, emptied into the file while others go on writing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from leadframe.errors import LedgerUnavailableError

log = logging.getLogger(__name__)


class Checkpoints:
    """Has the log emptied now and then, in a thread that starts when it is first needed.

    By itself SQLite has a writer do so once the log is long enough, and whoever writes next waits
    for that (docs/decisions/0006-group-commit.md).

    Args:
        empty: writes into the file what is in the log; it may raise LedgerUnavailableError.
        every: how many rows are changed until it is next done.
    """

    def __init__(self, empty: Callable[[], None], *, every: int) -> None:
        self._empty = empty
        self._every = every
        self._changed = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="checkpoints")

    def count(self, rows: int) -> None:
        """Count rows that were changed; one thread at a time may call this."""
        self._changed += rows
        if self._changed >= self._every:
            self._changed = 0
            self._thread.submit(self._run)

    def close(self) -> None:
        """Finish what was begun; nothing may be counted any more."""
        self._thread.shutdown()

    def _run(self) -> None:
        try:
            self._empty()
        except LedgerUnavailableError as error:
            # Nothing is lost: the log keeps what it has, and the next writer tries as well.
            log.warning("the ledger's log could not be emptied", extra={"error": str(error)})
