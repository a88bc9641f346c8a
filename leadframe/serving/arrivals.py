"""Bodies that granian is reading, and how long each may take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

# How many times, while a body may take, it is looked which are late.
LOOKS = 30

# It is told a body, or what is wrong with it.
Told = Callable[[bytes | HTTPStatus], None]


@dataclass(eq=False, frozen=True, slots=True)
class _Arrival:
    """A body on its way; times are by `time.monotonic`."""

    told: Told
    late_at: float


class Arrivals:
    """Waits for bodies in the server's loop, without a task or a timer for each.

    Args:
        seconds: how long a body may take; one that is late is told of a thirtieth later at most.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._on_their_way: set[_Arrival] = set()
        self._context = copy_context()

    def expect(self, reading: Any, told: Told) -> None:
        """Tell of a body in the loop, once; may be called from any thread.

        Args:
            reading: granian's future of the body, which calls back in the loop.
            told: is told the body, or what is wrong with it.
        """
        arrival = _Arrival(told, time.monotonic() + self._seconds)
        self._on_their_way.add(arrival)

        # By its argument alone: granian's future keeps what it calls, so one that is called by
        # what holds it would stay for ever.
        def arrived(complete: Any) -> None:
            self._tell(arrival, _outcome(complete))

        reading.add_done_callback(arrived, context=self._context)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look which are late, in the loop and now and then."""
        # First of all: whatever comes of telling one, the others are looked after.
        loop.call_later(self._seconds / LOOKS, self.watch, loop)
        now = time.monotonic()
        for arrival in [each for each in self._on_their_way.copy() if each.late_at <= now]:
            self._tell(arrival, HTTPStatus.REQUEST_TIMEOUT)

    def _tell(self, arrival: _Arrival, body: bytes | HTTPStatus) -> None:
        try:
            self._on_their_way.remove(arrival)
        except KeyError:
            return  # told already that it was late
        arrival.told(body)


def _outcome(reading: Any) -> bytes | HTTPStatus:
    """Return what came; a body that breaks off is what granian calls a closed protocol."""
    try:
        body: bytes = reading.result()
    except Exception as error:  # noqa: BLE001 - whatever it was, there is no body
        # The future keeps its error, whose traceback would keep the future.
        error.__traceback__ = None
        return HTTPStatus.BAD_REQUEST
    return body
