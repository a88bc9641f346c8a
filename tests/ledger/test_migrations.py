from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger, migrations
from leadframe.ledger.engine import open_database
from leadframe.ledger.tables import metadata
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import CONSENT, NUMBERS, find, submission

BEFORE_PURGES = (
    "DROP INDEX submission_kept",
    "ALTER TABLE submission DROP COLUMN purged_at",
)


@pytest.mark.usefixtures("ledger")
def test_the_migrations_lead_to_the_tables_of_the_code(url: str) -> None:
    database = open_database(url, busy_seconds=5)
    with database.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()

    assert differences == []


@pytest.mark.usefixtures("ledger")
def test_the_indexes_of_both_have_the_same_conditions(url: str, new_url: str) -> None:
    migrated = open_database(url, busy_seconds=5)
    created = open_database(new_url, busy_seconds=5)
    with created.preparing() as connection:
        metadata.create_all(connection)
        expected = indexes(connection)
    with migrated.reading() as connection:
        found = indexes(connection)
    migrated.close()
    created.close()

    assert found == expected


def indexes(connection: Connection) -> dict[str, tuple[list[str | None], list[str]]]:
    """Return the columns and the conditions of every index, by its name."""
    return {
        str(index["name"]): (
            index["column_names"],
            [str(condition) for condition in index.get("dialect_options", {}).values()],
        )
        for table in metadata.tables
        for index in inspect(connection).get_indexes(table)
    }


def test_an_opened_ledger_can_be_opened_again(ledger: Ledger, open_ledger: OpenLedger) -> None:
    ledger.accept(submission())

    assert find(open_ledger()) == find(ledger)


def test_the_newest_version_is_the_last_of_the_history() -> None:
    history = ScriptDirectory(str(Path(migrations.__path__[0])))

    assert history.get_current_head() == migrations.NEWEST


def test_a_ledger_from_before_consents_keeps_its_submissions(new_url: str) -> None:
    older = Ledger.open(new_url, numbers=NUMBERS)
    older.accept(submission())
    older.close()
    take_back(new_url, "0001", *BEFORE_PURGES, "ALTER TABLE submission DROP COLUMN consents")

    ledger = Ledger.open(new_url, numbers=NUMBERS)
    assert ledger.story("A" * 16).consents == ()
    ledger.accept(submission("B", consents=(CONSENT,)))
    assert ledger.story("B" * 16).consents == (CONSENT.as_record(),)
    ledger.close()


def test_in_a_ledger_from_before_purges_nothing_was_purged(new_url: str) -> None:
    older = Ledger.open(new_url, numbers=NUMBERS)
    older.accept(submission())
    older.close()
    take_back(new_url, "0002", *BEFORE_PURGES)

    ledger = Ledger.open(new_url, numbers=NUMBERS)
    assert find(ledger).purged_at is None
    assert ledger.purge("A" * 16, actor="kim", reason="asked to", unsent=True).purged_at
    ledger.close()


def take_back(url: str, version: str, *statements: str) -> None:
    """Undo what later migrations did."""
    database = open_database(url, busy_seconds=5)
    with database.preparing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        set_version = text("UPDATE alembic_version SET version_num = :version")
        connection.execute(set_version, {"version": version})
    database.close()


def test_a_newer_ledger_is_left_alone(new_url: str) -> None:
    Ledger.open(new_url, numbers=NUMBERS).close()
    take_back(new_url, "9999")

    with pytest.raises(LedgerUnavailableError, match="newer Leadframe"):
        Ledger.open(new_url, numbers=NUMBERS)


def test_processes_may_open_a_new_ledger_together(new_url: str) -> None:
    command = [sys.executable, "-m", "tests.ledger.child", new_url, "accept"]
    children = [
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(3)
    ]
    faults = [child.communicate()[1] for child in children]

    assert faults == ["", "", ""]
    ledger = Ledger.open(new_url, numbers=NUMBERS)
    assert len(ledger.list()) == 1
    ledger.close()


def test_the_migrations_are_packaged() -> None:
    folder = Path(migrations.__path__[0])

    for part in (folder, folder / "versions"):
        assert (part / "__init__.py").exists()
