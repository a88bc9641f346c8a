"""The tables of a new ledger, and the history of older ones, which Alembic replays."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select

from leadframe.ledger.migrations.creation import create, version_table

# The last of the versions.
NEWEST = "0004"


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date inside the caller's transaction.

    Two processes that start together are safe where that transaction admits one writer: the
    second waits, and then finds nothing to do.

    Raises:
        LedgerUnavailableError: the tables are of a newer version than this program.
    """
    if not inspect(connection).has_table(version_table.name):
        create(connection, version=NEWEST)
    elif connection.scalar(select(version_table)) != NEWEST:
        # Alembic is slow to load, and most starts find nothing to do.
        from leadframe.ledger.migrations.replay import replay  # noqa: PLC0415

        replay(connection)
