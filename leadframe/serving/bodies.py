"""The bodies of requests, as granian reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from leadframe.serving.deadlines import Deadlines

# The least of what the application refuses as too large, and all that is kept of such a body.
MOST_BODY_BYTES = 256 * 1024 + 1


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, or as much of it as was kept, and its size in bytes."""

    kept: bytes
    size: int


NO_BODY = Body(b"", 0)
# It is told a body, or what is wrong with it.
Told = Callable[[Body | HTTPStatus], None]


class Reading:
    """A body that is on its way, and is told of once: as it comes, in granian's own thread.

    What it gives granian to call holds nothing of what granian calls it with: granian's futures
    keep what they call, and one that is held by that stays for ever.

    Args:
        protocol: gives the body of a request.
        told: is told the body, or what is wrong with it.
        deadlines: watch over it.
        seconds: how long it may take to arrive.
    """

    def __init__(self, protocol: Any, told: Told, *, deadlines: Deadlines, seconds: float) -> None:
        self._protocol = protocol
        self._told = told
        self._deadlines = deadlines
        self._deadline = deadlines.set(seconds, self._be_late)
        self._is_late = False
        self._kept = bytearray()
        self._size = self._ends = 0

    def begin(self) -> None:
        """Read it as a whole; it must be known to be small."""
        self._protocol().add_done_callback(self._came)

    def begin_in_pieces(self) -> None:
        """Read to the end, but keep no more than is needed to know that it is too much."""
        self._expect_piece_of(aiter(self._protocol))

    def _came(self, complete: Any) -> None:
        try:
            body: bytes = complete.result()
        except Exception as error:  # noqa: BLE001 - whatever it was, there is no body
            # The future keeps its error, whose traceback would keep the future.
            error.__traceback__ = None
            self._end(HTTPStatus.BAD_REQUEST)
        else:
            self._end(Body(body, len(body)))

    def _expect_piece_of(self, pieces: Any) -> None:
        try:
            coming = anext(pieces)
        except StopAsyncIteration:
            # The last piece is empty. So is the one in whose place a body broke off.
            is_whole = self._ends == 1
            self._end(Body(bytes(self._kept), self._size) if is_whole else HTTPStatus.BAD_REQUEST)
        else:
            coming.add_done_callback(self._piece_came)

    def _piece_came(self, complete: Any) -> None:
        piece: bytes = complete.result()
        self._size += len(piece)
        self._ends += not piece
        self._kept += piece[: MOST_BODY_BYTES - len(self._kept)]
        if not self._is_late:
            self._expect_piece_of(self._protocol)

    def _be_late(self) -> None:
        self._is_late = True
        self._told(HTTPStatus.REQUEST_TIMEOUT)

    def _end(self, body: Body | HTTPStatus) -> None:
        if self._deadlines.meet(self._deadline):
            self._told(body)
