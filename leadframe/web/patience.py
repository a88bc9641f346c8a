"""How long, and how many at once, visitors may wait for their lead's outcome."""

from __future__ import annotations

import threading


class Patience:
    """Lets a bounded number of requests wait a bounded time.

    Args:
        seconds: the longest wait of one request; 0 means that nobody waits.
        places: how many may wait at once: half the server's threads, so that a slow lead API
            never takes the other half from the visitors who only want to read a form.

    Attributes:
        seconds: as given.
    """

    def __init__(self, *, seconds: float, places: int) -> None:
        self.seconds = seconds
        self._places = threading.BoundedSemaphore(max(1, places))

    def wait(self, event: threading.Event) -> bool:
        """Wait for the event; return whether it came. Return at once when all places are taken."""
        if not self.seconds or not self._places.acquire(blocking=False):
            return event.is_set()
        try:
            return event.wait(self.seconds)
        finally:
            self._places.release()
