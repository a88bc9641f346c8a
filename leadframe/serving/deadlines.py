"""What has to come by a certain time, and what is done when it does not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(eq=False, frozen=True, slots=True)
class Deadline:
    """By when something has to come; `at` is by `time.monotonic`."""

    at: float
    missed: Callable[[], None]


class Deadlines:
    """Watches over all that is on its way, without a thread or a timer for each."""

    def __init__(self) -> None:
        self._open: set[Deadline] = set()

    def set(self, seconds: float, missed: Callable[[], None]) -> Deadline:
        """Have something done if nobody says in that time that it has come."""
        deadline = Deadline(time.monotonic() + seconds, missed)
        self._open.add(deadline)
        return deadline

    def meet(self, deadline: Deadline) -> bool:
        """Say that it has come, and learn whether nobody said or did anything about it before."""
        try:
            self._open.remove(deadline)
        except KeyError:
            return False
        return True

    def look(self) -> None:
        """Do what is to be done about all that are missed; to be asked now and then."""
        now = time.monotonic()
        for deadline in [each for each in self._open.copy() if each.at <= now]:
            if self.meet(deadline):
                _do(deadline.missed)


def _do(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever comes of one, the others are looked after
        log.warning("fault in the server", extra={"error": type(error).__name__})
