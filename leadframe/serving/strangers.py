"""The threads of this process that Python has not started: granian's."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

# Linux tells of all threads here, by their native ids.
THREADS = Path("/proc/self/task")
LOOK_SECONDS = 0.002


def strangers() -> frozenset[int]:
    """Return their native ids; none where the system does not tell."""
    told: list[str] = []
    with suppress(FileNotFoundError):
        told = [thread.name for thread in THREADS.iterdir()]
    return frozenset(map(int, told)) - {thread.native_id for thread in _own_threads()}


def wait_until_gone(*, but: frozenset[int], patience_seconds: float) -> bool:
    """Wait until there are none but those; return whether it has come to that."""
    last = time.monotonic() + patience_seconds
    while strangers() - but:
        if time.monotonic() > last:
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _own_threads() -> list[threading.Thread]:
    """Return Python's own: a stranger that has run Python's code is among all as a dummy."""
    dummy = threading._DummyThread  # noqa: SLF001 - nothing else tells them apart for certain
    return [thread for thread in threading.enumerate() if not isinstance(thread, dummy)]
