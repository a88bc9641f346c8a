"""What operators bring about: transition 11 of ledger.md, and recovery after a restore."""

from __future__ import annotations

from sqlalchemy import Connection

from leadframe.errors import RefusedTransitionError
from leadframe.ledger import form_state, reading
from leadframe.ledger.tables import in_state, submission
from leadframe.ledger.transitions import LEASE_EXPIRED, NEVER_LOOKED_FOR
from leadframe.ledger.values import Snapshot, State
from leadframe.ledger.writes import Note, close_attempt, move

# An operator may also hurry a queued submission: that is how a paused form is opened again.
RETRIABLE = {State.HELD, State.DEAD, State.QUEUED}
# A person who has seen the lead in the CRM is proof.
CONFIRMABLE = {State.HELD, State.DEAD, State.UNCONFIRMED}
NOT_FINAL = (State.QUEUED, State.SENDING, State.UNCONFIRMED)


def retry(connection: Connection, id_: str, note: Note) -> Snapshot:
    """11: queue a submission again because a person says so, and open its form if it is paused."""
    lead = _get(connection, id_, RETRIABLE, "retried")
    move(connection, lead, State.QUEUED, note, tries=0, due_at=note.at)
    form_state.open_again(connection, lead.slug, note)
    return reading.get(connection, id_)


def release(connection: Connection, id_: str, note: Note) -> Snapshot:
    """11: queue a submission that only looked like spam."""
    lead = _get(connection, id_, {State.QUARANTINED}, "released")
    move(connection, lead, State.QUEUED, note, due_at=note.at)
    return reading.get(connection, id_)


def confirm(connection: Connection, id_: str, upstream_id: str | None, note: Note) -> Snapshot:
    """11: take a person's word that a lead is at the lead API."""
    lead = _get(connection, id_, CONFIRMABLE, "settled")
    found = {"upstream_id": upstream_id} if upstream_id else {}
    move(connection, lead, State.DELIVERED, note, due_at=None, delivered_at=note.at, **found)
    return reading.get(connection, id_)


def resume(connection: Connection, slug: str, note: Note) -> None:
    """Open a closed form."""
    if not form_state.open_again(connection, slug, note):
        raise RefusedTransitionError(f"the form {slug} is not closed")


def recover(connection: Connection, note: Note) -> int:
    """Take everything that is not final for unconfirmed; return how many submissions that were.

    A restored database does not know what was sent after its backup was made: anything since a
    lead was last heard of, until now. Claims from before are stale from now on.
    """
    leads = [
        lead
        for state in NOT_FINAL
        for lead in reading.snapshots(connection, in_state(submission, state))
    ]
    return sum(_doubt(connection, lead, note) for lead in leads)


def _doubt(connection: Connection, lead: Snapshot, note: Note) -> bool:
    moved = move(
        connection,
        lead,
        State.UNCONFIRMED,
        note,
        fence=lead.fence + 1,
        owner=None,
        lease_until=None,
        sent_at=lead.created_at if lead.sent_at is None else lead.sent_at,
        over_at=note.at,
        due_at=note.at,
        **NEVER_LOOKED_FOR,
    )
    if moved and lead.state is State.SENDING:
        close_attempt(connection, lead.id, lead.fence, LEASE_EXPIRED, at=note.at)
    return moved


def _get(connection: Connection, id_: str, states: set[State], done: str) -> Snapshot:
    """Look a submission up that must be in one of the states, to be `done`."""
    lead = reading.get(connection, id_, locked=True)
    if lead.state not in states:
        raise RefusedTransitionError(f"a submission that is {lead.state} cannot be {done}")
    return lead
