"""The ledger as operators use it: what became of everything, and the power to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from leadframe.ledger import key_check, operations, purging, reading, records, roll_call
from leadframe.ledger.base import LedgerBase
from leadframe.ledger.values import Record, Selection, Snapshot, State, Story, Worker
from leadframe.ledger.writes import Note

LIST_LIMIT = 100

T = TypeVar("T")


class ForOperators(LedgerBase):
    """Finds submissions, and does what only a person may.

    Submissions are named by what a person has of them: the id or the reference, in any letter
    case. Whoever decides gives a name and a reason, for the audit trail. These methods raise
    UnknownSubmissionError where there is no such submission, and RefusedTransitionError where
    its state does not allow what is asked.
    """

    def find(self, id_or_reference: str) -> Snapshot | None:
        """Look a submission up by what a person has of it (see `reading.id_of`)."""
        with self._database.reading() as connection:
            return reading.find(connection, reading.id_of(id_or_reference))

    def story(self, id_or_reference: str) -> Story:
        """Return everything known of a submission, the visitor's values included.

        Raises:
            UnreadableSubmissionError: none of the keys opens those values.
        """
        with self._database.reading() as connection:
            return reading.story(connection, reading.id_of(id_or_reference), self._seal)

    def retry(self, id_or_reference: str, *, actor: str, reason: str) -> Snapshot:
        """Send a held, dead or queued submission again, and soon.

        If its form is paused it is opened, and everything that waited there is due at once.
        Retrying what is held may create a second lead.
        """
        return self._decide(operations.retry, id_or_reference, actor=actor, reason=reason)

    def release(self, id_or_reference: str, *, actor: str, reason: str) -> Snapshot:
        """Send a quarantined submission after all."""
        return self._decide(operations.release, id_or_reference, actor=actor, reason=reason)

    def purge(self, id_or_reference: str, *, actor: str, reason: str, unsent: bool) -> Snapshot:
        """Remove the visitor's values from a submission; what was not delivered is never sent.

        Args:
            id_or_reference: which one.
            actor: who says so.
            reason: why; without any personal data, for it is kept.
            unsent: whether it may be one that is still to be sent.
        """
        return self._decide(purging.purge, id_or_reference, unsent, actor=actor, reason=reason)

    def confirm(
        self, id_or_reference: str, *, actor: str, reason: str, upstream_id: str | None = None
    ) -> Snapshot:
        """Take a person's word that a held, dead or unconfirmed submission is at the lead API.

        Args:
            id_or_reference: which one.
            actor: who says so.
            reason: how they know.
            upstream_id: the lead's id there, if they have it.
        """
        return self._decide(
            operations.confirm, id_or_reference, upstream_id, actor=actor, reason=reason
        )

    def resume(self, slug: str, *, actor: str, reason: str) -> None:
        """Open a closed form; one lead tries first, and if it arrives the others follow."""
        self._write(
            lambda connection, moment: operations.resume(
                connection, slug, Note(at=moment.now, actor=actor, reason=reason)
            )
        )

    def recover(self, *, actor: str, reason: str) -> int:
        """Take everything that is not final for unconfirmed; return how many that were.

        For a database that was restored, or that took over without all of the other's commits;
        before any courier starts.
        """
        return self._write(
            lambda connection, moment: operations.recover(
                connection, Note(at=moment.now, actor=actor, reason=reason)
            )
        )

    def list(
        self, state: State | None = None, slug: str | None = None, *, limit: int = LIST_LIMIT
    ) -> list[Snapshot]:
        """Return the newest submissions first, of one state or form where asked."""
        with self._database.reading() as connection:
            return reading.newest(connection, state=state, slug=slug, limit=limit)

    def count(self, chosen: Selection) -> int:
        """Return how many submissions there are of a selection."""
        with self._database.reading() as connection:
            return records.count(connection, chosen)

    def records(self, chosen: Selection) -> Iterator[Record]:
        """Yield the submissions of a selection, oldest first, however many they are.

        They are read page by page: each is as it stood when its page was read, and nothing is
        locked in between.
        """
        after: Snapshot | None = None
        while True:
            with self._database.reading() as connection:
                page = records.page(connection, chosen, self._seal, after=after)
            if not page:
                return
            yield from page
            after = page[-1].snapshot

    def reencrypt(self) -> Iterator[bool]:
        """Encrypt with the newest key what is not, page by page.

        Yields:
            For each submission, oldest first, whether it is readable: one that none of the keys
            opens stays as it is.
        """
        after: str = ""
        while page := self._write(
            lambda connection, _moment: records.reseal(connection, self._seal, after=after)  # noqa: B023 - it is run at once
        ):
            yield from page.values()
            after = max(page)

    def check_keys(self) -> None:
        """See whether the keys fit, by a few submissions: the newest, and some that wait.

        Raises:
            UnreadableSubmissionError: none of the keys opens one of them.
        """
        with self._database.reading() as connection:
            key_check.check_keys(connection, self._seal)

    def now(self) -> float:
        """Return the ledger's time, in Unix seconds."""
        with self._database.reading() as connection:
            return self._moment(connection).now

    def workers(self, *, within_seconds: float) -> Sequence[Worker]:
        """Return the couriers that were at work so recently, and did not end in good order."""
        with self._database.reading() as connection:
            since = self._moment(connection).now - within_seconds
            return roll_call.present(connection, since=since)

    def _decide(
        self, operation: Callable[..., T], id_or_reference: str, *more: Any, actor: str, reason: str
    ) -> T:
        id_ = reading.id_of(id_or_reference)

        def decide(connection: Connection, at: float) -> T:
            return operation(connection, id_, *more, Note(at=at, actor=actor, reason=reason))

        return self._write(lambda connection, moment: decide(connection, moment.now))
