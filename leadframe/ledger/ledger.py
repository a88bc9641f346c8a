"""The ledger, as the other rooms see it: nothing lost, nothing sent twice."""

from __future__ import annotations

import random as chances
import time
from collections.abc import Callable
from typing import Self

from sqlalchemy import Connection

from leadframe.ledger import due, reading, transitions
from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.migrations import upgrade
from leadframe.ledger.policy import Moment, Numbers
from leadframe.ledger.values import Claim, Outcome, Snapshot, State, Story, Submission
from leadframe.ledger.writes import Note

BUSY_SECONDS = 5.0
LIST_LIMIT = 100


def boot_seconds() -> float:
    """Read the gate clock: it runs on while the machine sleeps, and no one can set it."""
    clock: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


class Ledger:
    """All submissions and what became of them; safe to share between threads and processes.

    Every method raises LedgerUnavailableError when the database fails: full, locked, read-only,
    damaged. Nothing was changed then, and the next call may succeed.
    """

    def __init__(
        self,
        database: Database,
        *,
        numbers: Numbers,
        now: Callable[[], float] | None,
        gate_clock: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._now = now
        self._gate_clock = gate_clock
        self._random = random

    @classmethod
    def open(  # noqa: PLR0913 - the outside world comes in one by one
        cls,
        database_url: str,
        *,
        numbers: Numbers,
        now: Callable[[], float] | None = None,
        gate_clock: Callable[[], float] = boot_seconds,
        random: Callable[[], float] = chances.random,
        busy_seconds: float = BUSY_SECONDS,
    ) -> Self:
        """Open the ledger, making or migrating its file as needed.

        Args:
            database_url: "sqlite:///path/to/file.db" or
                "postgresql+psycopg://user:password@host/name".
            numbers: the settings to go by.
            now: gives Unix seconds; otherwise the database's clock does.
            gate_clock: gives seconds that neither stand still nor jump.
            random: gives numbers in [0, 1).
            busy_seconds: the longest wait for another writer.

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
        return cls(database, numbers=numbers, now=now, gate_clock=gate_clock, random=random)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def accept(self, new: Submission) -> Snapshot:
        """Store a submission durably; only then may the visitor be thanked.

        The same id again changes nothing and meets what became of the first.
        """
        return self._database.write(
            lambda connection: transitions.accept(connection, new, self._moment(connection))
        )

    def claim(self, owner: str) -> Claim | None:
        """Take the submission that has been due longest, to send it once.

        The intent is committed before this returns. Paused forms are skipped, and those with as
        many attempts under way as `channel_in_flight` allows.

        Args:
            owner: names the courier for an operator's eyes.
        """
        # Read before anything may block or freeze: measured from after the transaction, a
        # stopped process would find its send gate open and send twice.
        claimed_at_boot = self._gate_clock()
        return self._database.write(
            lambda connection: transitions.claim(
                connection, owner, self._moment(connection), claimed_at_boot=claimed_at_boot
            )
        )

    def settle(self, held: Claim, outcome: Outcome) -> State:
        """Write down what came of a claim; return the submission's state after it.

        Proof of delivery is believed of anyone at any time. All else is believed only of the
        courier that still holds the claim: a stale claim changes nothing.

        Raises:
            UnknownSubmissionError: the submission is gone.
        """
        return self._database.write(
            lambda connection: transitions.settle(
                connection, held, outcome, self._moment(connection)
            )
        )

    def sweep(self, hold: Callable[[str], bool]) -> int:
        """Settle what no courier will; return how many submissions that were.

        Attempts whose lease ran out are in doubt, and so are ambiguous ones. Without a lookup
        nothing can decide them but a person.

        Args:
            hold: says by slug whether a form's doubtful submissions wait for a person; otherwise
                they are sent again, which may create a second lead.
        """
        with self._database.reading() as connection:
            moment = self._moment(connection)
            doubtful = reading.doubtful(connection, now=moment.now)
        if not doubtful:
            return 0
        # Asked outside the write transaction, where a slow answer would hold up every visitor.
        resent = {slug for slug in {lead.slug for lead in doubtful} if not hold(slug)}
        return self._database.write(
            lambda connection: transitions.sweep(connection, doubtful, resent, moment)
        )

    def next_due_at(self) -> float | None:
        """Return the earliest Unix time at which a claim or a sweep may find work, if any.

        Forms at their limit of attempts under way are left out: whoever settles one looks again.
        """
        query = due.next_moment(in_flight=self._numbers.channel_in_flight)
        with self._database.reading() as connection:
            return connection.execute(query).scalar_one()

    def find(self, id_or_reference: str) -> Snapshot | None:
        """Look a submission up by what a person has of it (see `reading.id_of`)."""
        with self._database.reading() as connection:
            return reading.find(connection, reading.id_of(id_or_reference))

    def story(self, id_or_reference: str) -> Story:
        """Return everything known of a submission, the visitor's values included.

        Raises:
            UnknownSubmissionError: there is none.
        """
        with self._database.reading() as connection:
            return reading.story(connection, reading.id_of(id_or_reference))

    def retry(self, id_or_reference: str, *, actor: str, reason: str) -> Snapshot:
        """Send a held, dead or queued submission again, and soon.

        If its form is paused it is opened, and everything that waited there is due at once.
        Retrying what is held may create a second lead.

        Args:
            id_or_reference: which one.
            actor: the operator, for the audit trail.
            reason: likewise.

        Raises:
            UnknownSubmissionError: there is none.
            RefusedTransitionError: it is in another state.
        """

        def work(connection: Connection) -> Snapshot:
            note = Note(at=self._moment(connection).now, actor=actor, reason=reason)
            return transitions.retry(connection, reading.id_of(id_or_reference), note)

        return self._database.write(work)

    def pause_reason(self, slug: str) -> str | None:
        """Say why a form is closed now, if it is."""
        with self._database.reading() as connection:
            return reading.pause_reason(connection, slug, now=self._moment(connection).now)

    def list(
        self, state: State | None = None, slug: str | None = None, *, limit: int = LIST_LIMIT
    ) -> list[Snapshot]:
        """Return the newest submissions first, of one state or form where asked."""
        with self._database.reading() as connection:
            return reading.newest(connection, state=state, slug=slug, limit=limit)

    def _moment(self, connection: Connection) -> Moment:
        now = self._now() if self._now else self._database.clock(connection)
        return Moment(now=now, chance=self._random(), numbers=self._numbers)
