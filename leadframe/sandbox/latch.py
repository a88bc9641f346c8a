"""Waiting that ends with a release, with the client's going, or after a while."""

from __future__ import annotations

import select
import socket
import threading


class Latch:
    """Holds request handlers until it is released, once and for all.

    A handler waits on its client's socket too, so that nobody waits for a client who has gone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._released = False
        self._bells: set[socket.socket] = set()

    def release(self) -> None:
        """Let go everyone who waits, and never hold anyone again."""
        with self._lock:
            self._released = True
            for bell in self._bells:
                bell.shutdown(socket.SHUT_WR)

    def wait(self, client: socket.socket, timeout_seconds: float | None = None) -> bool:
        """Wait; return whether it is over, which it is not when the time ran out first."""
        ear, bell = socket.socketpair()
        with ear, bell:
            if not self._hang_up(bell):
                return True
            heard, _, _ = select.select([client, ear], [], [], timeout_seconds)
            self._take_down(bell)
        return bool(heard)

    def _hang_up(self, bell: socket.socket) -> bool:
        with self._lock:
            if not self._released:
                self._bells.add(bell)
            return not self._released

    def _take_down(self, bell: socket.socket) -> None:
        with self._lock:
            self._bells.discard(bell)
