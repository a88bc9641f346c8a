"""Reads whole submissions, page by page: however many there are, few are in memory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from leadframe.errors import UnreadableSubmissionError
from leadframe.ledger.sealing import Seal
from leadframe.ledger.tables import SNAPSHOT, in_state, submission
from leadframe.ledger.values import Record, Selection, Snapshot

PAGE = 500
# As many as are written in some hundredths of a second, in which nobody else can on SQLite.
RESEAL_PAGE = 100


def count(connection: Connection, chosen: Selection) -> int:
    """Return how many submissions there are of a selection."""
    query = select(func.count()).select_from(submission).where(*_conditions(chosen))
    return connection.execute(query).scalar_one()


def page(
    connection: Connection, chosen: Selection, seal: Seal, *, after: Snapshot | None
) -> list[Record]:
    """Return the next submissions of a selection, oldest first; `after` is the last one seen."""
    query = (
        select(*SNAPSHOT, submission.c.payload, submission.c.consents)
        .where(*_conditions(chosen), *_later_than(after))
        .order_by(submission.c.created_at, submission.c.id)
        .limit(PAGE)
    )
    return [_record(dict(row), seal) for row in connection.execute(query).mappings()]


def reseal(connection: Connection, seal: Seal, *, after: str) -> dict[str, bool]:
    """Encrypt the next submissions with the newest key; say of each id whether it is readable."""
    query = (
        select(submission.c.id, submission.c.payload, submission.c.consents, submission.c.purged_at)
        .where(submission.c.id > after)
        .order_by(submission.c.id)
        .limit(RESEAL_PAGE)
        .with_for_update()
    )
    return {row.id: _reseal(connection, row, seal) for row in connection.execute(query).all()}


def _reseal(connection: Connection, row: Any, seal: Seal) -> bool:
    sealed = {"consents": row.consents}
    if row.purged_at is None:
        sealed["payload"] = row.payload
    if all(seal.is_closed_by_newest(one) for one in sealed.values()):
        return True
    try:
        closed = {name: seal.close(seal.open(one)) for name, one in sealed.items()}
    except UnreadableSubmissionError:
        return False
    connection.execute(update(submission).where(submission.c.id == row.id).values(**closed))
    return True


def _conditions(chosen: Selection) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.state is not None:
        conditions.append(in_state(submission, chosen.state))
    if chosen.slug is not None:
        conditions.append(submission.c.slug == chosen.slug)
    if chosen.since is not None:
        conditions.append(submission.c.created_at >= chosen.since)
    if chosen.until is not None:
        conditions.append(submission.c.created_at < chosen.until)
    return conditions


def _later_than(one: Snapshot | None) -> list[ColumnElement[bool]]:
    """Return the conditions that say the same as an order; the first is for the index."""
    if one is None:
        return []
    same_time_or_later = submission.c.created_at >= one.created_at
    later = submission.c.created_at > one.created_at
    return [same_time_or_later, or_(later, submission.c.id > one.id)]


def _record(row: dict[str, Any], seal: Seal) -> Record:
    payload, consents = row.pop("payload"), row.pop("consents")
    snapshot = Snapshot(**row)
    try:
        consents = seal.open(consents) or ()
        return Record(snapshot=snapshot, payload=seal.open(payload), consents=tuple(consents))
    except UnreadableSubmissionError:
        return Record(snapshot=snapshot, is_readable=False)
