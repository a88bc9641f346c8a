"""The tables, as the latest migration leaves them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Double,
    Enum,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)

from leadframe.ledger.values import State, Verdict


def _named(names: type[State | Verdict]) -> Enum:
    """Store the members of an enumeration as plain text, by their values."""
    return Enum(
        names, native_enum=False, length=16, values_callable=lambda members: [*map(str, members)]
    )


metadata = MetaData()
# Under this name an index knows its condition, if it has one.
WHERE = "where"

submission = Table(
    "submission",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", _named(State), nullable=False),
    Column("due_at", Double),
    Column("tries", Integer, nullable=False, default=0),
    # How many lookups did not see it, and when the first was that counts towards its absence.
    Column("absent_seen", Integer, nullable=False, default=0),
    Column("absent_at", Double),
    Column("fence", Integer, nullable=False, default=0),
    Column("owner", Text),
    Column("lease_until", Double),
    Column("sent_at", Double),
    # By when the attempt was over, whatever became of it, and which send of its form it was.
    Column("over_at", Double),
    Column("send_number", Integer),
    Column("created_at", Double, nullable=False),
    Column("delivered_at", Double),
    Column("upstream_id", Text),
    Column("error", Text, nullable=False, default=""),
    # What came later stands last, in a new ledger as in one that grew.
    # What the form's boxes for consent said, and whether they were ticked, as of created_at.
    Column("consents", JSON(none_as_null=True)),
    # Since when the visitor's values are gone.
    Column("purged_at", Double),
    # The first line of its audit trail: of "created_at", by the web server. The visitor waits for
    # it to be stored, and a row of its own takes longer (docs/decisions/0019-one-row-a-lead.md).
    Column("first_state", _named(State)),
    Column("first_reason", Text),
)

attempt = Table(
    "attempt",
    metadata,
    Column("submission_id", ForeignKey("submission.id"), primary_key=True),
    Column("fence", Integer, primary_key=True, autoincrement=False),
    Column("started", Double, nullable=False),
    Column("ended", Double),
    Column("outcome", _named(Verdict)),
    Column("http_status", Integer),
)

# The audit trail, but for its first line.
event = Table(
    "event",
    metadata,
    # SQLite numbers rows by itself only where the key is called INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("submission_id", ForeignKey("submission.id"), nullable=False, index=True),
    Column("at", Double, nullable=False),
    Column("actor", Text, nullable=False),
    Column("from_state", _named(State)),
    Column("to_state", _named(State), nullable=False),
    Column("reason", Text, nullable=False),
)

channel_state = Table(
    "channel_state",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("paused_until", Double),
    Column("pause_reason", Text),
    Column("fails", Integer, nullable=False, default=0),
    Column("sends", Integer, nullable=False, default=0),
    Column("lookup_verified_at", Double),
    Column("lookup_by", Text),
    Column("lookup_fails", Integer, nullable=False, default=0),
    Column("visibility_lag", Double),
    Column("recon_owner", Text),
    Column("recon_until", Double),
)

# For an operator's eyes; no lease hangs on it.
worker = Table(
    "worker",
    metadata,
    Column("id", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Double, nullable=False),
    Column("heartbeat", Double, nullable=False),
    Column("version", Text, nullable=False),
)

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
    submission.c.purged_at,
    submission.c.upstream_id,
    submission.c.error,
)


def in_state(table: FromClause, state: State) -> ColumnElement[bool]:
    """Return the condition that a row is in `state`.

    The state is written into the statement: a partial index cannot serve a bound parameter.
    """
    column = table.c.state
    return column == literal_column(f"'{state}'", column.type)


def is_witness() -> ColumnElement[bool]:
    """Return the condition that a delivered row is to be looked for, to prove the lookup."""
    return in_state(submission, State.DELIVERED) & submission.c.due_at.is_not(None)


def _index(name: str, condition: str, *columns: Column[Any]) -> None:
    """Index the rows that meet a condition: such an index stays small however many there are.

    How PostgreSQL is told of it is slow to load, and only needed where the tables are made.
    """
    Index(name, *columns, info={WHERE: text(condition)})


def _index_state(state: State, *columns: Column[Any]) -> None:
    _index(f"submission_{state}", f"state = '{state}'", *columns)


_index_state(State.QUEUED, submission.c.slug, submission.c.due_at)
_index_state(State.SENDING, submission.c.slug, submission.c.lease_until)
_index_state(State.UNCONFIRMED, submission.c.slug, submission.c.send_number)
_index_state(State.DEAD, submission.c.created_at)
_index_state(State.HELD, submission.c.created_at)
_index_state(State.QUARANTINED, submission.c.created_at)
IS_WITNESS = f"state = '{State.DELIVERED}' AND due_at IS NOT NULL"
IS_KEPT = f"state = '{State.DELIVERED}' AND purged_at IS NULL"
_index("submission_witness", IS_WITNESS, submission.c.slug)
_index("submission_kept", IS_KEPT, submission.c.delivered_at)
Index("submission_created", submission.c.created_at)
