"""Reads whole submissions, page by page: however many there are, few are in memory."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from leadframe.ledger.reading import SNAPSHOT
from leadframe.ledger.tables import in_state, submission
from leadframe.ledger.values import Record, Selection, Snapshot

PAGE = 500


def count(connection: Connection, chosen: Selection) -> int:
    """Return how many submissions there are of a selection."""
    query = select(func.count()).select_from(submission).where(*_conditions(chosen))
    return connection.execute(query).scalar_one()


def page(connection: Connection, chosen: Selection, *, after: Snapshot | None) -> list[Record]:
    """Return the next submissions of a selection, oldest first; `after` is the last one seen."""
    query = (
        select(*SNAPSHOT, submission.c.payload, submission.c.consents)
        .where(*_conditions(chosen), *_later_than(after))
        .order_by(submission.c.created_at, submission.c.id)
        .limit(PAGE)
    )
    return [_record(dict(row)) for row in connection.execute(query).mappings()]


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


def _record(row: dict[str, Any]) -> Record:
    payload, consents = row.pop("payload"), row.pop("consents")
    return Record(snapshot=Snapshot(**row), payload=payload, consents=tuple(consents or ()))
