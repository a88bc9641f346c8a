"""What the ledger asks of a database, and which one answers to a URL."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import Connection, Table, make_url
from sqlalchemy.dialects import sqlite

from leadframe.ledger.engine.batch import SharedWork
from leadframe.ledger.engine.committer import Gathering
from leadframe.ledger.engine.sqlite import SQLiteDatabase

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

A = TypeVar("A")
T = TypeVar("T")


class Database(Protocol):
    """A database that threads may share; every method raises LedgerUnavailableError if it fails.

    A work is a function that is given a connection. If it refuses, by raising a LeadframeError,
    it must do so before it writes anything: the transaction may hold other callers' works.
    """

    @property
    def stamps(self) -> bool:
        """Whether its statements can tell the time: to ask before would be a trip of its own."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction that sees one moment of the ledger."""

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run a work in a transaction and return what it returned, once that is durable."""

    def gather(self, work: SharedWork[A, T]) -> Gathering[A, T]:
        """Return a way to have one work done for many callers, and their waits for the disk be one.

        The work is given what each of them asks with, and gives what each of them is told. It
        writes by one statement at most, which locks what it locks in one order.
        """

    def preparing(self) -> AbstractContextManager[Connection]:
        """Lend a writing connection to one process at a time, for setting up the tables."""

    def clock(self, connection: Connection) -> float:
        """Return the time that all who share the database go by, in Unix seconds."""

    def close(self) -> None:
        """Finish what was begun, and close all connections."""


def open_database(url: str, *, busy_seconds: float) -> Database:
    """Open the database behind a URL; nothing may have been connected yet.

    Args:
        url: "sqlite:///path/to/file.db" or "postgresql+psycopg://user:password@host/name".
        busy_seconds: the longest wait for another writer, in this process or elsewhere.

    Raises:
        LedgerUnavailableError: a SQLite file or its folder cannot be made.
    """
    if make_url(url).get_backend_name() == "postgresql":
        # Its driver is slow to load, and only needed here.
        from leadframe.ledger.engine.postgresql import PostgreSQLDatabase  # noqa: PLC0415

        return PostgreSQLDatabase(url, busy_seconds=busy_seconds)
    return SQLiteDatabase(url, busy_seconds=busy_seconds)


def insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that can say what to do about a row that is there already."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - slow to load as well

        return postgresql.insert(table)
    return sqlite.insert(table)
