"""The writes, of which every transition is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, literal, select, update

from leadframe.ledger.policy import Decision
from leadframe.ledger.tables import attempt, event, submission
from leadframe.ledger.values import Outcome, Snapshot, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the audit trail says of a transition: when, by whom, and why."""

    at: float
    actor: str
    reason: str = ""


# Written once: what is set is among the parameters.
ADD_ATTEMPT = attempt.insert().inline()
ADD_EVENT = event.insert().inline()
CHANGE_SUBMISSION = update(submission).where(
    submission.c.id == bindparam("its_id"),
    submission.c.fence == bindparam("its_fence"),
    submission.c.state == bindparam("its_state"),
)
CHANGE_ATTEMPT = update(attempt).where(
    attempt.c.submission_id == bindparam("its_id"), attempt.c.fence == bindparam("its_fence")
)


def move(connection: Connection, before: Snapshot, state: State, note: Note, **values: Any) -> bool:
    """Move a submission from `before` to `state`, unless it moved meanwhile; return whether.

    This is the only way from state to state, guarded by the id, the fence and the state; the
    audit trail is written along with it.

    Args:
        connection: one that may write.
        before: the submission as it was read.
        state: the state to move to.
        note: for the audit trail.
        **values: further columns to set.
    """
    if not _change(connection, before, state=state, **values):
        return False
    record(connection, before.id, before.state, state, note)
    return True


def follow(
    connection: Connection, before: Snapshot, decision: Decision, note: Note, **values: Any
) -> bool:
    """Move a submission as decided, and let go of its lease."""
    decided = {"tries": decision.tries, "due_at": decision.due_at}
    let_go = {"owner": None, "lease_until": None}
    return move(connection, before, decision.state, note, **(decided | let_go | values))


def put_off(
    connection: Connection, lead: Snapshot, *, due_at: float | None, looks: int, **values: Any
) -> None:
    """Say when to look for a submission next, after so many lookups that did not show it."""
    _change(connection, lead, due_at=due_at, absent_seen=looks, **values)


def record(connection: Connection, id_: str, before: State, after: State, note: Note) -> None:
    """Add a line to the audit trail."""
    line = {"at": note.at, "actor": note.actor, "reason": note.reason}
    moved = {"submission_id": id_, "from_state": before, "to_state": after}
    connection.execute(ADD_EVENT, line | moved)


def record_all(
    connection: Connection, which: ColumnElement[bool], state: State, note: Note
) -> None:
    """Add a line to the audit trail of many submissions that stay in a state."""
    same = literal(state, event.c.to_state.type)
    columns = ["submission_id", "at", "actor", "from_state", "to_state", "reason"]
    rows = select(
        submission.c.id, literal(note.at), literal(note.actor), same, same, literal(note.reason)
    ).where(which)
    connection.execute(event.insert().from_select(columns, rows))


def open_attempt(connection: Connection, id_: str, fence: int, *, at: float) -> None:
    """Write down the intent to send, before anything is sent."""
    connection.execute(ADD_ATTEMPT, {"submission_id": id_, "fence": fence, "started": at})


def close_attempt(
    connection: Connection, id_: str, fence: int, outcome: Outcome, *, at: float
) -> None:
    """Write down what came of an attempt."""
    came = {"ended": at, "outcome": outcome.verdict, "http_status": outcome.http_status}
    connection.execute(CHANGE_ATTEMPT, {"its_id": id_, "its_fence": fence, **came})


def _change(connection: Connection, before: Snapshot, **values: Any) -> bool:
    """Set columns of a submission, unless it moved meanwhile; return whether."""
    guard = {"its_id": before.id, "its_fence": before.fence, "its_state": before.state}
    return bool(connection.execute(CHANGE_SUBMISSION, guard | values).rowcount)
