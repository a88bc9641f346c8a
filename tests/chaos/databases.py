"""The databases under a run, and what goes wrong with them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from tests.chaos.configuration import DatabaseName
from tests.postgresql import Cluster, find_binaries, running_cluster

LOCK_PATIENCE_SECONDS = 60


class Database(Protocol):
    """A database that can be had by a URL, and be made useless for a while."""

    url: str

    def troubled(self) -> AbstractContextManager[None]:
        """Make it useless as long as the context lasts."""


class SQLiteFile:
    """A file that another program writes to, too."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "leadframe.db"
        self.url = f"sqlite:///{self._file}"

    @contextmanager
    def troubled(self) -> Iterator[None]:
        """Keep everybody else from writing."""
        with closing(sqlite3.connect(self._file, timeout=LOCK_PATIENCE_SECONDS)) as foreign:
            foreign.isolation_level = None
            foreign.execute("BEGIN IMMEDIATE")
            yield
            foreign.execute("ROLLBACK")


class PostgreSQLServer:
    """A server that crashes."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._lock = threading.Lock()
        self.url = cluster.new_database()

    @contextmanager
    def troubled(self) -> Iterator[None]:
        """Break off what it does, and start it again in the end."""
        with self._lock:
            self._cluster.stop("immediate")
            yield
            self._cluster.start()


@contextmanager
def running_database(name: DatabaseName, folder: Path) -> Iterator[Database]:
    """Have a database as long as the context lasts.

    Raises:
        FileNotFoundError: PostgreSQL is wanted and not installed.
    """
    if name == "sqlite":
        yield SQLiteFile(folder)
        return
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    with running_cluster(binaries) as cluster:
        yield PostgreSQLServer(cluster)
