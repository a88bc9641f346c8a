"""The end of personal data: when its time is over, or because a person says so.

The row, its times and its audit trail remain, so that a repeat still meets its primary key. What
visitors were asked to agree to remains too: those words are the channel file's, not theirs.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from leadframe.errors import RefusedTransitionError
from leadframe.ledger import reading
from leadframe.ledger.policy import Moment
from leadframe.ledger.tables import in_state, submission
from leadframe.ledger.values import Snapshot, State
from leadframe.ledger.writes import Note, move

ACTOR = "retention"
DAY_SECONDS = 86400.0
# As many as SQLite writes in a hundredth of a second, in which nobody else can.
BATCH = 50
SENT_OR_SETTLED = {State.DELIVERED, State.DEAD, State.HELD, State.QUARANTINED, State.WITHDRAWN}
REFUSALS = {
    State.QUEUED: "it is still to be sent, and would never be",
    State.SENDING: "it is being sent; wait for the outcome",
    State.UNCONFIRMED: "it may be in the CRM; wait until that is known, or settle it",
}


def expired(*, before: float) -> list[Select[str]]:
    """Select the submissions delivered before then, and the quarantined from before then.

    What is dead or held waits for a person, however long that takes.
    """
    delivered = select(submission.c.id).where(
        in_state(submission, State.DELIVERED),
        submission.c.purged_at.is_(None),
        submission.c.delivered_at <= before,
    )
    quarantined = select(submission.c.id).where(
        in_state(submission, State.QUARANTINED), submission.c.created_at <= before
    )
    return [
        delivered.order_by(submission.c.delivered_at).limit(BATCH),
        quarantined.order_by(submission.c.created_at).limit(BATCH),
    ]


def has_expired(connection: Connection, moment: Moment) -> bool:
    """Say whether there is anything to purge."""
    return any(connection.execute(query).first() for query in expired(before=_limit(moment)))


def purge_expired(connection: Connection, moment: Moment) -> int:
    """Remove the personal data of a batch whose time is over; return how many they were."""
    days = moment.numbers.retention_days
    note = Note(at=moment.now, actor=ACTOR, reason=f"kept for {days} days")
    purged = 0
    for query in expired(before=_limit(moment)):
        # Another process that purges at the same moment takes the next batch.
        for id_ in connection.execute(query.with_for_update(skip_locked=True)).scalars().all():
            purged += _purge(connection, reading.get(connection, id_), note)
    return purged


def purge(connection: Connection, id_: str, unsent: bool, note: Note) -> Snapshot:  # noqa: FBT001 - named where it is called
    """13: remove a submission's personal data because a person says so.

    Raises:
        RefusedTransitionError: it may be on its way, or is still to be sent and `unsent` is false.
    """
    lead = reading.get(connection, id_, locked=True)
    may_be_purged = lead.state in SENT_OR_SETTLED or (unsent and lead.state is State.QUEUED)
    if not may_be_purged:
        raise RefusedTransitionError(f"{lead.reference} is {lead.state}: {REFUSALS[lead.state]}")
    if lead.purged_at is None:
        _purge(connection, lead, note)
    return reading.get(connection, id_)


def _purge(connection: Connection, lead: Snapshot, note: Note) -> bool:
    gone: dict[str, Any] = {"payload": {}, "purged_at": note.at}
    if lead.state is State.DELIVERED:
        return move(connection, lead, State.DELIVERED, note, **gone)
    return move(connection, lead, State.WITHDRAWN, note, due_at=None, **gone)


def _limit(moment: Moment) -> float:
    return moment.now - moment.numbers.retention_days * DAY_SECONDS
