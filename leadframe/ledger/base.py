"""What every side of the ledger stands on: the database, the numbers, and the outside world."""

from __future__ import annotations

import random as chances
import time
from collections.abc import Callable, Sequence
from typing import Self, TypeVar

from sqlalchemy import Connection

from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.migrations import upgrade
from leadframe.ledger.policy import Moment, Numbers
from leadframe.ledger.sealing import Seal

BUSY_SECONDS = 5.0

T = TypeVar("T")


def boot_seconds() -> float:
    """Read the gate clock: it runs on while the machine sleeps, and no one can set it."""
    clock: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class LedgerBase:
    """A ledger that is open, and can be closed."""

    def __init__(  # noqa: PLR0913 - the outside world comes in one by one
        self,
        database: Database,
        *,
        numbers: Numbers,
        seal: Seal,
        now: Callable[[], float] | None,
        gate_clock: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._seal = seal
        self._now = now
        self._gate_clock = gate_clock
        self._random = random

    @classmethod
    def open(  # noqa: PLR0913 - the outside world comes in one by one
        cls,
        database_url: str,
        *,
        numbers: Numbers,
        keys: Sequence[str] = (),
        now: Callable[[], float] | None = None,
        gate_clock: Callable[[], float] = boot_seconds,
        random: Callable[[], float] = chances.random,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open the ledger, making or migrating its tables as needed.

        Args:
            database_url: "sqlite:///path/to/file.db" or "postgresql+psycopg://...".
            numbers: the settings to go by.
            keys: Fernet keys, newest first, for what visitors wrote; none leaves it plain.
            now: gives Unix seconds; by default the clock of the database, which all hosts share.
            gate_clock: gives seconds that neither stand still nor jump.
            random: gives numbers in [0, 1).
            busy_seconds: the longest wait for the database.

        Raises:
            LedgerUnavailableError: it cannot be opened.
        """
        database = open_database(database_url, busy_seconds=busy_seconds)
        try:
            with database.preparing() as connection:
                upgrade(connection)
        except BaseException:
            database.close()
            raise
        return cls(
            database,
            numbers=numbers,
            seal=Seal(keys),
            now=now,
            gate_clock=gate_clock,
            random=random,
        )

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _write(self, work: Callable[[Connection, Moment], T]) -> T:
        """Run a transition; it is durable when this returns."""
        return self._database.write(lambda connection: work(connection, self._moment(connection)))

    def _moment(self, connection: Connection) -> Moment:
        now = self._now() if self._now else self._database.clock(connection)
        return Moment(now=now, chance=self._random(), numbers=self._numbers)
