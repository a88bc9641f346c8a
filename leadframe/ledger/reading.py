"""The reads, and how rows become values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from leadframe.errors import UnknownSubmissionError
from leadframe.lead import ID_LENGTH
from leadframe.ledger.due import lease_has_expired
from leadframe.ledger.policy import Series
from leadframe.ledger.tables import attempt, channel_state, event, in_state, submission
from leadframe.ledger.values import Attempt, Event, Snapshot, State, Story

SNAPSHOT = (
    submission.c.id,
    submission.c.slug,
    submission.c.state,
    submission.c.fence,
    submission.c.tries,
    submission.c.created_at,
    submission.c.due_at,
    submission.c.sent_at,
    submission.c.delivered_at,
    submission.c.upstream_id,
    submission.c.error,
)


def id_of(id_or_reference: str) -> str:
    """Return the id in what a person typed: any letter case, with or without "lf-" and dashes."""
    letters = "".join(letter for letter in id_or_reference.upper() if letter.isalnum())
    return letters.removeprefix("LF") if len(letters) > ID_LENGTH else letters


def find(connection: Connection, id_: str) -> Snapshot | None:
    """Look a submission up by its id."""
    found = snapshots(connection, submission.c.id == id_)
    return found[0] if found else None


def get(connection: Connection, id_: str) -> Snapshot:
    """Look a submission up by its id.

    Raises:
        UnknownSubmissionError: there is none.
    """
    found = find(connection, id_)
    if found is None:
        raise UnknownSubmissionError(f"there is no submission {id_}")
    return found


def snapshots(connection: Connection, *conditions: ColumnElement[bool]) -> list[Snapshot]:
    """Return the submissions that meet the conditions."""
    rows = connection.execute(select(*SNAPSHOT).where(*conditions)).mappings()
    return [Snapshot(**row) for row in rows]


def doubtful(connection: Connection, *, now: float) -> list[Snapshot]:
    """Return the submissions that may be at the lead API, and that no courier will settle."""
    # Two questions, for one with OR in it would be answered by reading the whole table.
    expired = snapshots(connection, lease_has_expired(now))
    return expired + snapshots(connection, in_state(submission, State.UNCONFIRMED))


def newest(
    connection: Connection, *, state: State | None, slug: str | None, limit: int
) -> list[Snapshot]:
    """Return the newest submissions first, of one state or form where asked."""
    query = select(*SNAPSHOT).order_by(submission.c.created_at.desc()).limit(limit)
    if state is not None:
        query = query.where(in_state(submission, state))
    if slug is not None:
        query = query.where(submission.c.slug == slug)
    return [Snapshot(**row) for row in connection.execute(query).mappings()]


def payload(connection: Connection, id_: str) -> dict[str, Any]:
    """Return the visitor's values, as they go to the lead API."""
    found: dict[str, Any] = connection.execute(
        select(submission.c.payload).where(submission.c.id == id_)
    ).scalar_one()
    return found


def series(connection: Connection, lead: Snapshot, *, now: float) -> Series:
    """Return the tries of a submission; they begin `now` where none is on record."""
    first = lead.fence - lead.tries + 1
    began_at = connection.execute(
        select(attempt.c.started).where(
            attempt.c.submission_id == lead.id, attempt.c.fence == first
        )
    ).scalar_one_or_none()
    return Series(tries=lead.tries, began_at=now if began_at is None else began_at)


def story(connection: Connection, id_: str) -> Story:
    """Return everything known of a submission.

    Raises:
        UnknownSubmissionError: there is none.
    """
    snapshot = get(connection, id_)
    attempts = connection.execute(
        select(
            attempt.c.fence,
            attempt.c.started,
            attempt.c.ended,
            attempt.c.outcome,
            attempt.c.http_status,
        )
        .where(attempt.c.submission_id == id_)
        .order_by(attempt.c.fence)
    )
    events = connection.execute(
        select(event.c.at, event.c.actor, event.c.from_state, event.c.to_state, event.c.reason)
        .where(event.c.submission_id == id_)
        .order_by(event.c.id)
    )
    return Story(
        snapshot=snapshot,
        payload=payload(connection, id_),
        attempts=tuple(Attempt(**row) for row in attempts.mappings()),
        events=tuple(Event(**row) for row in events.mappings()),
    )


def pause_reason(connection: Connection, slug: str, *, now: float) -> str | None:
    """Say why a form is closed, if it is."""
    return connection.execute(
        select(channel_state.c.pause_reason).where(
            channel_state.c.slug == slug, channel_state.c.paused_until > now
        )
    ).scalar_one_or_none()
