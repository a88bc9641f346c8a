"""What the ledger does on SQLite when its disk, its file or its neighbours fail."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger
from leadframe.ledger.engine import open_database
from tests.ledger.conftest import OpenLedger
from tests.ledger.uses import READS, WRITES, Use, by_name, open_and_fill
from tests.ledger.world import NUMBERS, Clock, submission


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def ledger(open_ledger: OpenLedger, clock: Clock) -> Ledger:
    open_and_fill(open_ledger, clock).close()
    return open_ledger(busy_seconds=1.0)


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """Let no file of this process grow beyond what the ledger's log has reached."""
    log = file.with_name(f"{file.name}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def another_writer(file: Path) -> Iterator[None]:
    """Hold the file's write lock, as a stuck process would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def damage(file: Path) -> None:
    """Take the tables away."""
    with closing(sqlite3.connect(file)) as connection:
        for table in ("submission", "channel_state"):
            connection.execute(f"DROP TABLE {table}")


@by_name(WRITES)
@pytest.mark.parametrize("trouble", [full_disk, another_writer])
def test_what_cannot_be_written_changes_nothing_and_can_be_done_later(
    ledger: Ledger,
    file: Path,
    use: Use,
    trouble: Callable[[Path], AbstractContextManager[None]],
) -> None:
    before = ledger.list()

    with trouble(file), pytest.raises(LedgerUnavailableError, match="SQLITE_"):
        use(ledger)

    assert ledger.list() == before
    use(ledger)
    assert ledger.list() != before


@by_name(READS)
def test_reading_goes_on_while_nothing_can_be_written(ledger: Ledger, file: Path, use: Use) -> None:
    before = use(ledger)

    with full_disk(file), another_writer(file):
        assert use(ledger) == before


@by_name({**WRITES, **READS})
def test_a_damaged_file_is_told_without_sql_and_without_values(
    ledger: Ledger, file: Path, use: Use
) -> None:
    damage(file)

    with pytest.raises(LedgerUnavailableError) as caught:
        use(ledger)

    assert str(caught.value) == "the ledger cannot be used now: SQLITE_ERROR"
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    told = "".join(traceback.format_exception(caught.value))
    assert "[SQL" not in told
    assert "kim@example.test" not in f"{told} {caught.value.__context__}"


def test_a_file_that_is_no_database_is_refused(open_ledger: OpenLedger, file: Path) -> None:
    file.parent.mkdir()
    file.write_text("Dear diary, " * 999)

    with pytest.raises(LedgerUnavailableError, match="SQLITE_NOTADB"):
        open_ledger()


def test_a_folder_that_cannot_be_made_is_refused(open_ledger: OpenLedger, file: Path) -> None:
    file.parent.write_text("a file where the folder should be")

    with pytest.raises(LedgerUnavailableError, match="SQLITE_CANTOPEN"):
        open_ledger()


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LedgerUnavailableError, match="Not a directory"):
        Ledger.open(f"sqlite:///{tmp_path}/file/instance/ledger.db", numbers=NUMBERS)


def test_a_read_only_file_is_refused_until_it_is_writable(
    ledger: Ledger, file: Path, url: str
) -> None:
    ledger.close()
    # To root every file is writable, unless that privilege is dropped.
    unprivileged = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    command = [*unprivileged, sys.executable, "-m", "tests.ledger.child", url, "accept"]

    file.chmod(0o400)
    refused = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    for part in file.parent.iterdir():
        part.chmod(0o600)
    accepted = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert "LedgerUnavailableError: the ledger cannot be used now: SQLITE_READONLY" in (
        refused.stderr
    )
    assert accepted.stderr == ""


@pytest.mark.usefixtures("umask")
def test_the_file_and_its_logs_are_for_our_eyes_only(ledger: Ledger, file: Path) -> None:
    ledger.accept(submission())

    modes = {part.name: part.stat().st_mode & 0o777 for part in file.parent.iterdir()}
    names = (file.name, f"{file.name}-wal", f"{file.name}-shm")
    assert modes == dict.fromkeys(names, 0o600)
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("ledger")
def test_a_committed_lead_survives_the_loss_of_power(url: str) -> None:
    database = open_database(url, busy_seconds=5)
    with database.preparing() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_was_purged_is_not_left_in_the_file(open_ledger: OpenLedger, file: Path) -> None:
    ledger = open_ledger()
    ledger.accept(replace(submission(), payload={"notes": "a secret of mine " * 1000}))
    ledger.close()
    assert b"a secret of mine" in file.read_bytes()

    ledger = open_ledger()
    ledger.purge("A" * 16, actor="kim", reason="asked to", unsent=True)
    ledger.close()

    assert not any(b"a secret of mine" in part.read_bytes() for part in file.parent.iterdir())
