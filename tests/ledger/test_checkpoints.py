"""The log of a SQLite file is emptied while others write."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine import open_database
from leadframe.ledger.engine.checkpoints import Checkpoints
from leadframe.ledger.engine.sqlite import CHECKPOINT_ROWS

PATIENCE_SECONDS = 10


def write_rows(connection: Connection, number: int) -> None:
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS row (words TEXT)")
    rows = [("some words " * 20,)] * number
    connection.exec_driver_sql("INSERT INTO row VALUES (?)", rows)


@pytest.mark.parametrize(("rows", "is_emptied"), [(CHECKPOINT_ROWS, True), (10, False)])
def test_the_log_goes_into_the_file_once_it_is_long(
    tmp_path: Path, rows: int, *, is_emptied: bool
) -> None:
    file = tmp_path / "ledger.db"
    database = open_database(f"sqlite:///{file}", busy_seconds=PATIENCE_SECONDS)
    database.write(lambda connection: write_rows(connection, 1))
    # As long as somebody has it open, closing the database does not empty the log.
    with closing(sqlite3.connect(file)) as other:
        other.execute("SELECT * FROM row").fetchall()
        before = file.stat().st_size

        database.write(lambda connection: write_rows(connection, rows))
        database.close()

        assert (file.stat().st_size > before) == is_emptied
        assert other.execute("SELECT count(*) FROM row").fetchone() == (rows + 1,)


def test_writers_do_not_wait_until_it_is_emptied() -> None:
    begun, goes_on = threading.Semaphore(0), threading.Event()

    def empty() -> None:
        begun.release()
        assert goes_on.wait(PATIENCE_SECONDS)

    checkpoints = Checkpoints(empty, every=3)
    checkpoints.count(2)
    assert not begun.acquire(blocking=False)
    checkpoints.count(2)
    assert begun.acquire(timeout=PATIENCE_SECONDS)
    checkpoints.count(3)
    goes_on.set()
    checkpoints.close()

    assert begun.acquire(blocking=False)


def test_a_log_that_cannot_be_emptied_is_told_of_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def empty() -> None:
        raise LedgerUnavailableError("SQLITE_FULL")

    checkpoints = Checkpoints(empty, every=1)
    with caplog.at_level(logging.WARNING):
        checkpoints.count(1)
        checkpoints.count(1)
        checkpoints.close()

    assert [record.message for record in caplog.records] == [
        "the ledger's log could not be emptied"
    ] * 2
