"""How a command that runs on is told to stop, or to begin anew."""

from __future__ import annotations

import signal
from types import TracebackType
from typing import ClassVar, Self

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}


class AwaitedSignal:
    """Keeps signals back while it is entered, and tells of them.

    They are blocked and asked for, not handled: a handler's signal that comes in the moment
    before the main thread begins to wait would leave it waiting. Threads and processes that start
    meanwhile keep them back too, so it is entered first of all.

    Attributes:
        numbers: which signals.
    """

    numbers: ClassVar[set[signal.Signals]]

    def __enter__(self) -> Self:
        self._former = signal.pthread_sigmask(signal.SIG_BLOCK, self.numbers)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        while self.taken():
            pass  # obeyed by now; let loose it would make the end look like a failure
        signal.pthread_sigmask(signal.SIG_SETMASK, self._former)

    @property
    def came(self) -> bool:
        """Whether a signal came."""
        return bool(signal.sigpending() & self.numbers)

    def taken(self) -> bool:
        """Whether a signal came, which is then forgotten."""
        return signal.sigtimedwait(self.numbers, 0) is not None

    def wait(self) -> None:
        """Wait until a signal comes."""
        signal.sigwait(self.numbers)


class StopSignal(AwaitedSignal):
    """SIGTERM and SIGINT."""

    numbers = STOP_SIGNALS


class ReloadSignal(AwaitedSignal):
    """SIGHUP."""

    numbers: ClassVar = {signal.SIGHUP}
