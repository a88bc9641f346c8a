"""A SQLite file, which threads and processes of one machine may share."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine.batch import SharedWork
from leadframe.ledger.engine.checkpoints import Checkpoints
from leadframe.ledger.engine.committer import Committer, Gathering
from leadframe.ledger.engine.errors import translated

A = TypeVar("A")
T = TypeVar("T")

# Which word begins a transaction; an execution option of ours.
BEGIN = "ledger_begin"

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # What was committed must survive the loss of power: the visitor has been thanked for it.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # What was purged is overwritten with zeros, on freed pages too.
    "PRAGMA secure_delete = ON",
    # 64 MiB of log: it has been emptied before, and now nobody writes while it begins anew.
    "PRAGMA wal_autocheckpoint = 16000",
)
# As many as fill about 16 MiB of log when leads come one upon the other.
CHECKPOINT_ROWS = 2500


class SQLiteDatabase:
    """One SQLite file; safe to share between threads.

    Args:
        url: "sqlite:///path/to/file.db".
        busy_seconds: the longest wait for another writer, in this process or elsewhere.

    Raises:
        LedgerUnavailableError: the folder or the file cannot be made.
    """

    stamps = False

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        self._file = Path(make_url(url).database or "")
        _create(self._file)
        self._engine = _sqlite_engine(url, busy_seconds)
        self._writer = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        self._checkpoints = Checkpoints(self._empty_the_log, every=CHECKPOINT_ROWS)
        self._committer = Committer(self._transaction, busy_seconds=busy_seconds)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection in a transaction that sees one moment of the ledger.

        Raises:
            LedgerUnavailableError: the database failed.
        """
        with _translated(), self._engine.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run a work in a transaction that others may share; return its result when durable.

        Raises:
            LedgerUnavailableError: the database failed, or others wrote for too long.
        """
        return self._committer.run(work)

    def gather(self, work: SharedWork[A, T]) -> Gathering[A, T]:
        """Return a way to have one work done for many callers; here each shares a batch anyhow."""
        return Gathering(self._committer, work)

    @contextmanager
    def preparing(self) -> Iterator[Connection]:
        """Lend a writing connection to one process at a time, for setting up the tables.

        Raises:
            LedgerUnavailableError: the database failed.
        """
        # Two connections that switch a new file to WAL at once fail without waiting.
        with _locked(self._file.parent), self._transaction() as connection:
            yield connection

    def clock(self, connection: Connection) -> float:  # noqa: ARG002 - PostgreSQL asks it
        """Return this machine's time, in Unix seconds: all who share the file go by it."""
        return time.time()

    def close(self) -> None:
        """Finish the writes that were begun, and close all connections."""
        self._committer.close()
        self._checkpoints.close()
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with _translated(), self._writer.begin() as connection:
            driver: Any = connection.connection.driver_connection
            changes_before = driver.total_changes
            yield connection
            # Not later: where readers came and went, the pool closes what comes back last.
            changed = driver.total_changes - changes_before
        self._checkpoints.count(changed)

    def _empty_the_log(self) -> None:
        with _translated(), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _create(file: Path) -> None:
    """Make the file and its folder for our eyes only; what is there already stays as it is."""
    with _file_errors_translated(), suppress(FileExistsError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Only a new file is opened here: closing one that SQLite has open in this process would
        # silently drop SQLite's locks on it (sqlite.org/howtocorrupt.html, 2.2).
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with _file_errors_translated():
        handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _translated() -> AbstractContextManager[None]:
    return translated(sqlite3.Error, _kind, may_quote=False)


def _kind(error: BaseException | None) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)


@contextmanager
def _file_errors_translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LedgerUnavailableError(f"the ledger cannot be opened: {error.strerror}") from error


def _sqlite_engine(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        # SQLite gives up before those who wait for it do, so that they are told the reason.
        connect_args={"timeout": busy_seconds / 2},
        # A thread that only reads never waits for a connection.
        max_overflow=-1,
        # The values are a visitor's: they stay out of every error.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Otherwise the driver itself decides when a transaction begins, and never on a read.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    # A transaction that read first and then wants to write fails at once when another wrote
    # meanwhile; one that announces itself as a writer waits its turn.
    driver: Any = connection.connection.driver_connection
    driver.execute(connection.get_execution_options().get(BEGIN, "BEGIN")).close()
