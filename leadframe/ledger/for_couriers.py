"""The ledger as visitors and couriers use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from leadframe.ledger import due, purging, reading, roll_call, transitions
from leadframe.ledger.base import LedgerBase
from leadframe.ledger.engine import Database
from leadframe.ledger.values import Claim, Outcome, Snapshot, State, Submission

Accepted = Callable[[], Snapshot]


class ForCouriers(LedgerBase):
    """Takes submissions in, hands them out once, and follows what came of them."""

    def __init__(self, database: Database, **world: Any) -> None:
        super().__init__(database, **world)
        self._accepting = database.gather(self._accept_all)

    def accept(self, new: Submission) -> Snapshot:
        """Store a submission durably; only then may the visitor be thanked.

        The same id again changes nothing and meets what became of the first.
        """
        return self._accepting(new)

    def begin_to_accept(self, new: Submission, told: Callable[[Accepted], None]) -> None:
        """Begin to store a submission as `accept` does, and return at once.

        Args:
            new: the submission.
            told: is called in another thread when it is durable or has failed: with what returns
                what `accept` returns, or raises what that raises. It must not wait for anything.

        Raises:
            LedgerUnavailableError: the ledger is closed.
        """
        self._accepting.begin(new, told)

    def claim(self, owner: str) -> Claim | None:
        """Take the submission that has been due longest, to send it once.

        The intent is committed before this returns. Paused and closed forms are skipped, and
        those with as many attempts under way, or started since one fell into doubt, as allowed.
        What no key opens waits until one does.

        Args:
            owner: names the courier for an operator's eyes.
        """
        # Read before anything may block or freeze: measured from after the transaction, a
        # stopped process would find its send gate open and send twice.
        claimed_at_boot = self._gate_clock()
        return self._write(
            lambda connection, moment: transitions.claim(
                connection, owner, moment, self._seal, claimed_at_boot=claimed_at_boot
            )
        )

    def settle(self, held: Claim, outcome: Outcome) -> State:
        """Write down what came of a claim; return the submission's state after it.

        Proof of delivery is believed of anyone at any time. All else is believed only of the
        courier that still holds the claim: a stale claim changes nothing.

        Raises:
            UnknownSubmissionError: the submission is gone.
        """
        return self._write(
            lambda connection, moment: transitions.settle(connection, held, outcome, moment)
        )

    def seconds_until_due(self) -> float | None:
        """Return how soon a claim or a sweep may find work; 0 for now, None for nothing to come.

        Forms at their limit of attempts under way are left out: whoever settles one looks again.
        """
        with self._database.reading() as connection:
            query = due.questions(self._numbers).next_moment
            due_at = connection.execute(query).scalar_one()
            if due_at is None:
                return None
            return max(0.0, due_at - self._moment(connection).now)

    def pause_reasons(self) -> dict[str, str]:
        """Say of each form that is closed now why."""
        with self._database.reading() as connection:
            return reading.pause_reasons(connection)

    def purge_expired(self) -> int:
        """Remove the personal data of some submissions that were kept for long enough.

        Returns:
            How many they were; 0 if there is none left for now.
        """
        with self._database.reading() as connection:
            if not purging.has_expired(connection, self._moment(connection)):
                return 0
        return self._write(purging.purge_expired)

    def sign_in(self, owner: str) -> None:
        """Tell operators that a courier is at work; to be repeated while it is."""
        self._write(lambda connection, moment: roll_call.sign_in(connection, owner, now=moment.now))

    def sign_out(self, owner: str) -> None:
        """Tell operators that a courier has ended in good order."""
        self._write(lambda connection, _moment: roll_call.sign_out(connection, owner))

    def _accept_all(self, connection: Connection, new: Sequence[Submission]) -> Sequence[Snapshot]:
        return transitions.accept(connection, new, self._arrival(connection, new), self._seal)

    def _arrival(self, connection: Connection, new: Sequence[Submission]) -> float | None:
        """Tell when submissions arrive; None if it can be left to the database."""
        if self._now is None and self._database.stamps and not any(one.consents for one in new):
            return None
        return self._moment(connection).now
