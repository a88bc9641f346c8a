"""An in-process board on which couriers say whose outcome is in the ledger."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class News:
    """Tells those who wait for a submission that something became of it.

    It says that there is news, not which: whoever waited reads the ledger. News that nobody
    expects is forgotten, so expect it before the submission can be delivered.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._expecting: defaultdict[str, set[threading.Event]] = defaultdict(set)

    @contextmanager
    def expect(self, submission_id: str) -> Iterator[threading.Event]:
        """Give an event that is set as soon as there is news of the submission."""
        event = threading.Event()
        with self._lock:
            self._expecting[submission_id].add(event)
        try:
            yield event
        finally:
            self._forget(submission_id, event)

    def publish(self, submission_id: str) -> None:
        """Tell everyone who expects news of the submission."""
        with self._lock:
            for event in self._expecting.get(submission_id, ()):
                event.set()

    def _forget(self, submission_id: str, event: threading.Event) -> None:
        with self._lock:
            self._expecting[submission_id].discard(event)
            if not self._expecting[submission_id]:
                del self._expecting[submission_id]
