"""New submissions, each with the first line of its audit trail.

Every visitor waits for this: it goes to the driver as it is, without what SQLAlchemy adds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import orjson
from sqlalchemy import Connection

from leadframe.ledger.sealing import Seal
from leadframe.ledger.values import Snapshot, State, Submission

GIVEN = "id, slug, payload, consents, state, first_reason"
COLUMNS = f"{GIVEN}, first_state, due_at, created_at, tries, absent_seen, fence, error"
# All the words are our own, and no value is among them.
ADD_ONE = f"""
    INSERT INTO submission ({COLUMNS})
    VALUES (
        ?1, ?2, ?3, ?4, ?5, ?6, ?5, CASE ?5 WHEN '{State.QUEUED}' THEN ?7 END, ?7, 0, 0, 0, ''
    )
    ON CONFLICT DO NOTHING
"""  # noqa: S608
# PostgreSQL is asked once for all. In the driver's binary form: as text, lists would take five
# times as long.
ADD_ALL = f"""
    INSERT INTO submission ({COLUMNS})
    SELECT
        {GIVEN}, state, CASE state WHEN '{State.QUEUED}' THEN at END, at, 0, 0, 0, ''
    FROM
        unnest(%b::text[], %b::text[], %b::json[], %b::json[], %b::text[], %b::text[])
            AS given ({GIVEN}),
        coalesce(%b::float8, extract(epoch FROM clock_timestamp())::float8) AS moment (at)
    ON CONFLICT DO NOTHING
    RETURNING id, created_at
"""  # noqa: S608
# The values of GIVEN, ready for the driver.
Row = tuple[str, str, str, str | None, str, str]


def store(
    connection: Connection, new: Sequence[Submission], at: float | None, seal: Seal
) -> dict[str, Snapshot]:
    """Queue submissions, or keep them apart, and return them by their ids.

    They are of different ids, and stored in the order given; those whose ids are there already
    are left out. This is one statement on PostgreSQL, which tells the time itself if `at` is None;
    no submission may then tell of consents.
    """
    rows = [_row(one, at, seal) for one in new]
    add = _add_to_postgresql if connection.dialect.name == "postgresql" else _add_to_sqlite
    driver: Any = connection.connection.driver_connection
    with closing(driver.cursor()) as cursor:
        added = add(cursor, rows, at)
    return {one.id: _snapshot(one, added[one.id]) for one in new if one.id in added}


def _row(new: Submission, at: float | None, seal: Seal) -> Row:
    consents = [consent.as_record() for consent in new.consents]
    return (
        new.id,
        new.slug,
        _as_json(seal.close(new.payload if at is None else new.payload_at(at))),
        _as_json(seal.close(consents)) if consents else None,
        _first_state(new).value,
        "; ".join(new.spam_reasons or new.remarks),
    )


def _as_json(value: Any) -> str:
    """Return a value as JSON, which Python itself takes ten times as long for."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        # Half a pair of surrogates is no Unicode, and may have come all the same.
        return json.dumps(value)


def _add_to_sqlite(cursor: Any, rows: Sequence[Row], at: float | None) -> dict[str, Any]:
    return {row[0]: at for row in rows if cursor.execute(ADD_ONE, (*row, at)).rowcount}


def _add_to_postgresql(cursor: Any, rows: Sequence[Row], at: float | None) -> dict[str, Any]:
    columns = map(list, zip(*rows, strict=True))
    return dict(cursor.execute(ADD_ALL, [*columns, at]).fetchall())


def _snapshot(new: Submission, at: float) -> Snapshot:
    return Snapshot(
        id=new.id,
        slug=new.slug,
        state=_first_state(new),
        fence=0,
        tries=0,
        created_at=at,
        due_at=None if new.spam_reasons else at,
        sent_at=None,
        delivered_at=None,
        purged_at=None,
        upstream_id=None,
        error="",
        is_new=True,
    )


def _first_state(new: Submission) -> State:
    return State.QUARANTINED if new.spam_reasons else State.QUEUED
