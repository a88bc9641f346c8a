"""The reads, and how rows become values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from leadframe.errors import UnknownSubmissionError
from leadframe.lead import ID_LENGTH
from leadframe.ledger.absence import Doubt
from leadframe.ledger.due import NOW, SLUG, lease_has_expired
from leadframe.ledger.policy import Series
from leadframe.ledger.sealing import Seal
from leadframe.ledger.tables import (
    SNAPSHOT,
    attempt,
    channel_state,
    event,
    in_state,
    is_witness,
    submission,
)
from leadframe.ledger.values import Attempt, Event, Snapshot, State, Story

# Who adds a submission, and with it the first line of its audit trail.
WEB = "web"

# Written once: see `due.Questions`.
BY_ID = select(*SNAPSHOT).where(submission.c.id == bindparam("id"))
FIRST_LINE = select(
    submission.c.first_state.label("to_state"), submission.c.first_reason.label("reason")
).where(submission.c.id == bindparam("id"))
BY_ID_LOCKED = BY_ID.with_for_update()
EXPIRED = select(*SNAPSHOT).where(lease_has_expired(NOW))
ATTEMPT_STARTED = select(attempt.c.started).where(
    attempt.c.submission_id == bindparam("id"), attempt.c.fence == bindparam("fence")
)
IS_VERIFIED = exists().where(
    channel_state.c.slug == SLUG, channel_state.c.lookup_verified_at.is_not(None)
)
HAS_WITNESS = exists().where(is_witness(), submission.c.slug == SLUG)
WANTS_WITNESS = select(~IS_VERIFIED & ~HAS_WITNESS)
PAUSE_REASONS = select(channel_state.c.slug, channel_state.c.pause_reason).where(
    channel_state.c.pause_reason.is_not(None)
)


def id_of(id_or_reference: str) -> str:
    """Return the id in what a person typed: any letter case, with or without "lf-" and dashes."""
    letters = "".join(letter for letter in id_or_reference.upper() if letter.isalnum())
    return letters.removeprefix("LF") if len(letters) > ID_LENGTH else letters


def find(connection: Connection, id_: str) -> Snapshot | None:
    """Look a submission up by its id."""
    found = connection.execute(BY_ID, {"id": id_}).mappings().one_or_none()
    return Snapshot(**found) if found else None


def get(connection: Connection, id_: str, *, locked: bool = False) -> Snapshot:
    """Look a submission up by its id; `locked` keeps others from changing it meanwhile.

    Raises:
        UnknownSubmissionError: there is none.
    """
    query = BY_ID_LOCKED if locked else BY_ID
    found = connection.execute(query, {"id": id_}).mappings().one_or_none()
    if found is None:
        raise UnknownSubmissionError(f"there is no submission {id_}")
    return Snapshot(**found)


def snapshots(connection: Connection, *conditions: ColumnElement[bool]) -> list[Snapshot]:
    """Return the submissions that meet the conditions."""
    rows = connection.execute(select(*SNAPSHOT).where(*conditions)).mappings()
    return [Snapshot(**row) for row in rows]


def expired(connection: Connection, *, now: float) -> list[Snapshot]:
    """Return the submissions whose couriers have been gone for too long."""
    rows = connection.execute(EXPIRED, {"now": now}).mappings()
    return [Snapshot(**row) for row in rows]


def unconfirmed(connection: Connection, slug: str) -> list[tuple[Snapshot, Doubt]]:
    """Return the submissions of a form that may be at the lead API, and what lookups told."""
    rows = connection.execute(
        select(*SNAPSHOT, submission.c.over_at, submission.c.absent_seen, submission.c.absent_at)
        .where(in_state(submission, State.UNCONFIRMED), submission.c.slug == slug)
        .order_by(submission.c.id)
        .with_for_update()
    ).mappings()
    return [_in_doubt(dict(row)) for row in rows]


def witnesses(connection: Connection, slug: str) -> list[tuple[int, Snapshot]]:
    """Return the delivered submissions whose sight would verify a form's lookup.

    Before each stands the number of lookups that did not show it.
    """
    rows = connection.execute(
        select(*SNAPSHOT, submission.c.absent_seen)
        .where(is_witness(), submission.c.slug == slug)
        .order_by(submission.c.id)
        .with_for_update()
    ).mappings()
    found = [dict(row) for row in rows]
    return [(one.pop("absent_seen"), Snapshot(**one)) for one in found]


def wants_witness(connection: Connection, slug: str) -> bool:
    """Say whether a form's next delivery should be looked for, to verify its lookup."""
    return bool(connection.execute(WANTS_WITNESS, {"slug": slug}).scalar_one())


def has_due_lookup(connection: Connection, slugs: Collection[str], *, now: float) -> bool:
    """Say whether it is time to look for any submission of these forms."""
    awaited = (in_state(submission, State.UNCONFIRMED), is_witness())
    return any(
        connection.execute(
            select(submission.c.id)
            .where(condition, submission.c.slug.in_(slugs), submission.c.due_at <= now)
            .limit(1)
        ).first()
        for condition in awaited
    )


def _in_doubt(row: dict[str, Any]) -> tuple[Snapshot, Doubt]:
    over_at, looks, absent_at = (row.pop(name) for name in ("over_at", "absent_seen", "absent_at"))
    lead = Snapshot(**row)
    sent_at = lead.created_at if lead.sent_at is None else lead.sent_at
    return lead, Doubt(sent_at=sent_at, over_at=over_at, looks=looks, absent_at=absent_at)


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


def payload(connection: Connection, id_: str, seal: Seal) -> dict[str, Any]:
    """Return the visitor's values, as they go to the lead API.

    Raises:
        UnreadableSubmissionError: none of the keys opens them.
    """
    query = select(submission.c.payload).where(submission.c.id == id_)
    found: dict[str, Any] = seal.open(connection.execute(query).scalar_one())
    return found


def consents(connection: Connection, id_: str, seal: Seal) -> tuple[dict[str, Any], ...]:
    """Return what the form's boxes for consent said, and whether they were ticked.

    Raises:
        UnreadableSubmissionError: none of the keys opens them.
    """
    query = select(submission.c.consents).where(submission.c.id == id_)
    found: list[dict[str, Any]] | None = seal.open(connection.execute(query).scalar_one())
    return tuple(found or ())


def series(connection: Connection, lead: Snapshot, *, now: float) -> Series:
    """Return the tries of a submission; they begin `now` where none is on record."""
    first = lead.fence - lead.tries + 1
    began_at = connection.execute(
        ATTEMPT_STARTED, {"id": lead.id, "fence": first}
    ).scalar_one_or_none()
    return Series(tries=lead.tries, began_at=now if began_at is None else began_at)


def story(connection: Connection, id_: str, seal: Seal) -> Story:
    """Return everything known of a submission.

    Raises:
        UnknownSubmissionError: there is none.
        UnreadableSubmissionError: none of the keys opens it.
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
        payload=payload(connection, id_, seal),
        consents=consents(connection, id_, seal),
        attempts=tuple(Attempt(**row) for row in attempts.mappings()),
        events=(_first_line(connection, snapshot), *(Event(**row) for row in events.mappings())),
    )


def _first_line(connection: Connection, of: Snapshot) -> Event:
    first = connection.execute(FIRST_LINE, {"id": of.id}).mappings().one()
    return Event(at=of.created_at, actor=WEB, from_state=None, **first)


def pause_reasons(connection: Connection) -> dict[str, str]:
    """Say of each form that is closed why."""
    return {row.slug: row.pause_reason for row in connection.execute(PAUSE_REASONS)}
