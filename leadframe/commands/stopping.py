"""How a command that runs on is told to stop."""

from __future__ import annotations

import signal
from types import TracebackType
from typing import Self

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}


class StopSignal:
    """Keeps SIGTERM and SIGINT back while it is entered, and tells of them.

    They are blocked and asked for, not handled: a handler's signal that comes in the moment
    before the main thread begins to wait would leave it waiting. Threads that start meanwhile
    keep them back too, so it is entered first of all.
    """

    def __enter__(self) -> Self:
        self._former = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        while signal.sigtimedwait(STOP_SIGNALS, 0):
            pass  # obeyed by now; let loose it would make the end look like a failure
        signal.pthread_sigmask(signal.SIG_SETMASK, self._former)

    @property
    def came(self) -> bool:
        """Whether a signal came."""
        return bool(signal.sigpending() & STOP_SIGNALS)

    def wait(self) -> None:
        """Wait until a signal comes."""
        signal.sigwait(STOP_SIGNALS)
