from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger
from leadframe.ledger.engine import open_database
from leadframe.ledger.tables import metadata
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import find, submission


@pytest.mark.usefixtures("ledger")
def test_the_migrations_lead_to_the_tables_of_the_code(url: str) -> None:
    database = open_database(url, busy_seconds=5)
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()

    assert differences == []


def test_the_indexes_of_both_have_the_same_conditions(
    ledger: Ledger, file: Path, tmp_path: Path
) -> None:
    assert ledger.list() == []
    fresh = tmp_path / "fresh.db"
    engine = create_engine(f"sqlite:///{fresh}")
    metadata.create_all(engine)
    engine.dispose()

    assert indexes(file) == indexes(fresh)


def indexes(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'index'")
        return {sql for (sql,) in found if sql}


def test_an_opened_ledger_can_be_opened_again(ledger: Ledger, open_ledger: OpenLedger) -> None:
    ledger.accept(submission())

    assert find(open_ledger()) == find(ledger)


def test_a_newer_ledger_is_left_alone(ledger: Ledger, open_ledger: OpenLedger, url: str) -> None:
    ledger.close()
    database = open_database(url, busy_seconds=5)
    with database.preparing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    with pytest.raises(LedgerUnavailableError, match="newer Leadframe"):
        open_ledger()


def test_processes_may_open_a_new_ledger_together(url: str, file: Path) -> None:
    command = [sys.executable, "-m", "tests.ledger.child", url, "accept"]
    children = [
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(3)
    ]
    faults = [child.communicate()[1] for child in children]

    assert faults == ["", "", ""]
    assert file.exists()


def test_the_migrations_are_packaged() -> None:
    folder = Path(sys.modules["leadframe.ledger.migrations"].__path__[0])

    for part in (folder, folder / "versions"):
        assert (part / "__init__.py").exists()
