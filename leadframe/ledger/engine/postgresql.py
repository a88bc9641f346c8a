"""A PostgreSQL database, which many processes on many hosts may share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, create_engine, text

from leadframe.ledger.engine.errors import translated

T = TypeVar("T")

# Any number, as long as it stays: whoever sets up the tables locks it.
PREPARING = 0x6C656164


class PostgreSQLDatabase:
    """One PostgreSQL database; safe to share between threads.

    Args:
        url: "postgresql+psycopg://user:password@host/name".
        busy_seconds: the longest wait for a lock, for a connection, or for one statement.
    """

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        self._engine = create_engine(
            url, pool_pre_ping=True, pool_timeout=busy_seconds, hide_parameters=True
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that sees one moment of the ledger."""
        snapshot = self._engine.execution_options(isolation_level="REPEATABLE READ")
        with translated(), snapshot.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run a work in a transaction of its own."""
        with translated(), self._engine.begin() as connection:
            return work(connection)

    @contextmanager
    def preparing(self) -> Iterator[Connection]:
        """Lend a writing connection to one process at a time, for setting up the tables."""
        with translated(), self._engine.begin() as connection:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({PREPARING})"))
            yield connection

    def clock(self, connection: Connection) -> float:
        """Return the database's time, in Unix seconds."""
        now = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())"))
        return float(now.scalar_one())

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
