"""The history of the tables, which Alembic replays where there is something to do."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

# The last of the versions.
NEWEST = "0003"
VERSION_TABLE = "alembic_version"


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date inside the caller's transaction.

    Two processes that start together are safe where that transaction admits one writer: the
    second waits, and then finds nothing to do.

    Raises:
        LedgerUnavailableError: the tables are of a newer version than this program.
    """
    if _version(connection) != NEWEST:
        # Alembic is slow to load, and most starts find nothing to do.
        from leadframe.ledger.migrations.replay import replay  # noqa: PLC0415

        replay(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - our own name
    return version.scalar_one_or_none()
