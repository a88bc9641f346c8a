"""Threads that work until they are told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from leadframe.errors import LedgerUnavailableError

log = logging.getLogger(__name__)


class Crew:
    """Threads that each repeat a step of their own, whatever goes wrong in it.

    Attributes:
        stopping: set as soon as the crew is told to stop; a step that waits, waits for it too.

    Args:
        rest_seconds: how long a thread leaves the ledger alone after a step failed.
    """

    def __init__(self, *, rest_seconds: float) -> None:
        self.stopping = threading.Event()
        self._rest_seconds = rest_seconds
        self._threads: list[threading.Thread] = []

    def hire(self, name: str, step: Callable[[], None]) -> None:
        """Add a thread, to be started with the others."""
        # A daemon: one that is stuck after `join` must not keep the process from ending.
        thread = threading.Thread(target=self._keep_doing, args=(step,), name=name, daemon=True)
        self._threads.append(thread)

    def start(self) -> None:
        """Begin to work; a crew starts once."""
        for thread in self._threads:
            thread.start()

    def join(self, timeout_seconds: float) -> bool:
        """Wait until every thread has ended; return whether all did in time."""
        until = time.monotonic() + timeout_seconds
        started = [thread for thread in self._threads if thread.ident]
        for thread in started:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in started)

    def _keep_doing(self, step: Callable[[], None]) -> None:
        while not self.stopping.is_set():
            try:
                step()
            except LedgerUnavailableError:
                log.warning("Ledger unavailable, trying again soon")
                self.stopping.wait(self._rest_seconds)
            except Exception:
                log.exception("Courier stumbled, going on")
                self.stopping.wait(self._rest_seconds)
