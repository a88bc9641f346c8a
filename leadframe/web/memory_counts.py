"""Counts in the memory of this process, forgotten on the way and not by a thread of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SWEEP_SECONDS = 60.0


class MemoryCounts:
    """Keeps counts until they are over.

    The storage of the library that counts in Redis would start a thread for nearly every count, to
    forget those that are over: a tenth of what a whole submission takes.

    Args:
        now: returns Unix seconds.
    """

    def __init__(self, *, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        # Of each key how many there were, and until when they count.
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = now() + SWEEP_SECONDS

    def incr(self, key: str, expiry: float) -> int:
        """Count, and return how many there are now; the first counts for `expiry` seconds."""
        now = self._now()
        with self._lock:
            self._sweep(now)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= now:
                count, until = 0, now + expiry
            self._counts[key] = count + 1, until
            return count + 1

    def get(self, key: str) -> int:
        """Return how many there are."""
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > self._now() else 0

    def get_expiry(self, key: str) -> float:
        """Return until when they count, in Unix seconds; now if there are none."""
        now = self._now()
        return max(now, self._counts.get(key, (0, now))[1])

    def __len__(self) -> int:
        """How many counts are kept, with those that are over and not forgotten yet."""
        return len(self._counts)

    def _sweep(self, now: float) -> None:
        """Forget what is over, now and then."""
        if now < self._sweep_at:
            return
        self._sweep_at = now + SWEEP_SECONDS
        self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > now}
