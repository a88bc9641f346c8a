"""One request on its way: what may have left, and the power to end it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from leadframe.errors import MissedGateError


class Flight:
    """Knows of one request whether a byte of it can have left, and ends it at its deadline.

    Everything before `depart` is provably not sent; everything after it is not.

    Args:
        may_depart: the send gate, asked once, after connecting and before the first byte.
    """

    def __init__(self, *, may_depart: Callable[[], bool]) -> None:
        self._may_depart = may_depart
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self.departed = False
        self.timed_out = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """End the flight when the time is up, wherever it is.

        Socket time-outs are no help: they start anew with every byte that trickles in.
        """
        watchdog = threading.Timer(seconds, self.time_out)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()
            self._hang_up()

    def board(self, line: socket.socket) -> None:
        """Take note of the connection, before TLS if there is any."""
        with self._lock:
            # A handle of our own: wrapping in TLS takes the socket object away from us.
            self._line = line.dup()
            if self.timed_out:
                self._cut()

    def depart(self) -> None:
        """Let bytes flow from now on.

        Raises:
            MissedGateError: it is too late; nothing was sent, and nothing may be.
        """
        with self._lock:
            if self.timed_out or not self._may_depart():
                raise MissedGateError("connected too late to send")
            self.departed = True

    def time_out(self) -> None:
        """End the flight now: nothing departs any more, and whoever reads meets the end."""
        with self._lock:
            self.timed_out = True
            self._cut()

    def _cut(self) -> None:
        """End the connection under whoever reads from it."""
        if self._line:
            with suppress(OSError):  # the other side was quicker
                self._line.shutdown(socket.SHUT_RDWR)

    def _hang_up(self) -> None:
        with self._lock:
            if self._line:
                self._line.close()
                self._line = None
