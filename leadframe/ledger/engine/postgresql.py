"""A PostgreSQL database, which many processes on many hosts may share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from math import ceil
from select import POLLIN, poll
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from leadframe.ledger.engine.batch import SharedWork
from leadframe.ledger.engine.committer import Committer, Gathering
from leadframe.ledger.engine.errors import translated

A = TypeVar("A")
T = TypeVar("T")

# Five such processes are below what PostgreSQL allows by default: 100 connections.
CONNECTIONS = 16
# While the server is at one batch, the next is made ready; with three, batches are too small.
COMMITTERS = 2
# Any number, as long as it stays the same: whoever sets up the tables has locked it.
SET_UP_LOCK = 0x6C656164
# Which words begin a transaction, an execution option of ours: one trip to the server begins it and
# tells the time. Without them each statement is a transaction of its own.
BEGIN = "ledger_begin"
TELL = "SELECT extract(epoch FROM clock_timestamp())::float8"
WRITING = f"BEGIN ISOLATION LEVEL READ COMMITTED; {TELL}"
READING = f"BEGIN ISOLATION LEVEL REPEATABLE READ; {TELL}"
NOW = "ledger_now"


class PostgreSQLDatabase:
    """One PostgreSQL database; safe to share between threads.

    Connections are made as they are needed. One that broke is replaced before its next use, so
    that the first call after the server's restart succeeds.

    Args:
        url: "postgresql+psycopg://user:password@host/name".
        busy_seconds: the longest wait for a connection, for a lock, and for a statement.
    """

    stamps = True

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        self._engine = create_engine(
            url,
            connect_args=_connection_parameters(busy_seconds),
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=busy_seconds,
            # The values are a visitor's: they stay out of every error.
            hide_parameters=True,
        )
        self._busy_seconds = busy_seconds
        self._committers: list[Committer] = []
        settings = _session_settings(busy_seconds)

        def set_up_session(connection: psycopg.Connection, _entry: ConnectionPoolEntry) -> None:
            # Otherwise the driver itself begins transactions, by a trip of its own.
            connection.autocommit = True
            connection.execute(settings)

        event.listen(self._engine, "connect", set_up_session)
        event.listen(self._engine, "checkout", _replace_if_broken)
        event.listen(self._engine, "begin", _begin)
        self._writer = self._engine.execution_options(**{BEGIN: WRITING})
        self._reader = self._engine.execution_options(**{BEGIN: READING})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that sees one moment of the ledger.

        Raises:
            LedgerUnavailableError: the database failed, or no connection was free.
        """
        with _translated(), self._reader.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run a work in a transaction of its own: PostgreSQL itself commits them together.

        Raises:
            LedgerUnavailableError: the database failed, or no connection was free.
        """
        with self._transaction() as connection:
            return work(connection)

    def gather(self, work: SharedWork[A, T]) -> Gathering[A, T]:
        """Return a way to have one work done for many callers; its statement commits itself.

        That is one trip to the server instead of three, and no process can freeze before the last
        of them while others wait for what it has locked.
        """
        # PostgreSQL gives up before those who wait for it do, so that they are told the reason.
        patience_seconds = 2 * self._busy_seconds
        committer = Committer(
            self._without_transaction, busy_seconds=patience_seconds, threads=COMMITTERS
        )
        self._committers.append(committer)
        return Gathering(committer, work)

    @contextmanager
    def preparing(self) -> Iterator[Connection]:
        """Lend a writing connection to one process at a time, for setting up the tables.

        Raises:
            LedgerUnavailableError: the database failed.
        """
        with self._transaction() as connection:
            # Changing a large table takes its time, and so does waiting for who does it.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SET_UP_LOCK})")
            yield connection

    def clock(self, connection: Connection) -> float:
        """Return the database's time: the hosts' clocks may differ.

        It is when the transaction began, if there is one.
        """
        if NOW in connection.info:
            return float(connection.info[NOW])
        return float(connection.exec_driver_sql(TELL).scalar_one())

    def close(self) -> None:
        """Finish the writes that were begun, and close all connections."""
        for committer in self._committers:
            committer.close()
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _without_transaction(self) -> Iterator[Connection]:
        with _translated(), self._engine.begin() as connection:
            yield connection


def _replace_if_broken(
    connection: psycopg.Connection, _entry: ConnectionPoolEntry, _lent: PoolProxiedConnection
) -> None:
    """Have a connection, and all as old, replaced if its server has left or the way to it is cut.

    To one that asks nothing a server has nothing to say but that; and where it says nothing any
    more, the system's probes find out (`_connection_parameters`). To look costs no trip.
    """
    if connection.closed or _can_be_read(connection.fileno()):
        raise InvalidatePoolError


def _can_be_read(socket: int) -> bool:
    asked = poll()
    asked.register(socket, POLLIN)
    return bool(asked.poll(0))


def _begin(connection: Connection) -> None:
    connection.info.pop(NOW, None)
    words = connection.get_execution_options().get(BEGIN)
    if words is None:
        return
    driver: Any = connection.connection.driver_connection
    begun = driver.execute(words)
    begun.nextset()
    (connection.info[NOW],) = begun.fetchone()


def _translated() -> AbstractContextManager[None]:
    # PostgreSQL's own words quote the row, and a failed connection's the host and the user.
    return translated(psycopg.Error, _kind, may_quote=True)


def _kind(error: BaseException | None) -> str:
    """Name the condition as PostgreSQL's manual does (appendix A), but for a lost connection."""
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return "no connection to PostgreSQL"
    return type(error).__name__


def _connection_parameters(busy_seconds: float) -> dict[str, str | int]:
    """Return libpq's parameters, by which a host that is gone is noticed soon.

    See postgresql.org/docs/current/libpq-connect.html, 34.1.2.
    """
    patience_seconds = ceil(busy_seconds)
    return {
        "application_name": "leadframe",
        # libpq waits two seconds at least.
        "connect_timeout": max(2, patience_seconds),
        "keepalives_idle": patience_seconds,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "tcp_user_timeout": patience_seconds * 1000,
    }


def _session_settings(busy_seconds: float) -> str:
    milliseconds = ceil(busy_seconds * 1000)
    return f"""
        SET synchronous_commit = on;
        SET lock_timeout = {milliseconds};
        SET statement_timeout = {milliseconds};
        SET idle_in_transaction_session_timeout = {2 * milliseconds};
    """
