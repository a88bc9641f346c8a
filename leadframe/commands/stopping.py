"""How a command that runs on is told to stop."""

from __future__ import annotations

import signal
from queue import SimpleQueue
from types import FrameType, TracebackType
from typing import Self

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Remembers, while it is entered, that SIGTERM or SIGINT came.

    It carries them in a SimpleQueue, the one waiting place that a handler may touch while the
    thread it interrupts is in it: threading.Event could lock itself up.
    """

    def __init__(self) -> None:
        self._came: SimpleQueue[int] = SimpleQueue()

    def __enter__(self) -> Self:
        self._former = {number: signal.signal(number, self._remember) for number in STOP_SIGNALS}
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @property
    def came(self) -> bool:
        """Whether a signal came."""
        return not self._came.empty()

    def wait(self) -> None:
        """Wait until a signal comes."""
        self._came.get()

    def _remember(self, number: int, _frame: FrameType | None) -> None:
        self._came.put(number)
