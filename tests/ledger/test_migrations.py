from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger, migrations
from leadframe.ledger.engine import open_database
from leadframe.ledger.migrations.replay import replay
from leadframe.ledger.tables import metadata
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import CONSENT, NUMBERS, find, submission

BEFORE_FIRST_LINES = (
    """
    INSERT INTO event (submission_id, at, actor, to_state, reason)
    SELECT id, created_at, 'web', first_state, first_reason FROM submission
    """,
    "ALTER TABLE submission DROP COLUMN first_state",
    "ALTER TABLE submission DROP COLUMN first_reason",
)
BEFORE_PURGES = (
    *BEFORE_FIRST_LINES,
    "DROP INDEX submission_kept",
    "ALTER TABLE submission DROP COLUMN purged_at",
)


def test_a_new_ledger_is_what_the_history_leads_to(url: str, new_url: str) -> None:
    Ledger.open(url, numbers=NUMBERS).close()
    with prepared(new_url) as connection:
        replay(connection)
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        migrated = schema(connection)
    with prepared(url) as connection:
        created = schema(connection)

    assert differences == []
    assert set(created) == {*metadata.tables, "alembic_version"}
    assert created == migrated
    assert "purged_at IS NULL" in str(created["submission"]["indexes"])


@contextmanager
def prepared(url: str) -> Iterator[Connection]:
    """Lend a connection that may change the tables."""
    database = open_database(url, busy_seconds=5)
    with database.preparing() as connection:
        yield connection
    database.close()


def schema(connection: Connection) -> dict[str, dict[str, list[str]]]:
    """Tell all that the database knows of each table: its columns in their order, and the rest."""
    known = inspect(connection)
    return {
        table: {
            "columns": [told(column) for column in known.get_columns(table)],
            "key": [told(known.get_pk_constraint(table))],
            "foreign keys": [told(key) for key in known.get_foreign_keys(table)],
            "unique": [told(rule) for rule in known.get_unique_constraints(table)],
            "checks": [told(rule) for rule in known.get_check_constraints(table)],
            "indexes": sorted(told(index) for index in known.get_indexes(table)),
        }
        for table in known.get_table_names()
    }


def told(one: Mapping[str, Any]) -> str:
    """Tell what the database says of one thing; its types and conditions are equal to nothing."""
    return str({name: repr(value) for name, value in sorted(one.items())} | conditions_of(one))


def conditions_of(one: Mapping[str, Any]) -> dict[str, str]:
    options = one.get("dialect_options", {})
    return {"dialect_options": str({name: str(value) for name, value in options.items()})}


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


def test_the_trails_of_a_ledger_from_before_first_lines_stay_the_same(new_url: str) -> None:
    older = Ledger.open(new_url, numbers=NUMBERS)
    older.accept(submission())
    older.accept(replace(submission("B"), spam_reasons=("a link",)))
    older.release("B" * 16, actor="kim", reason="no spam")
    before = [older.story(letter * 16) for letter in "AB"]
    older.close()
    take_back(new_url, "0003", *BEFORE_FIRST_LINES)

    ledger = Ledger.open(new_url, numbers=NUMBERS)
    assert [ledger.story(letter * 16) for letter in "AB"] == before
    assert [event.reason for event in before[1].events] == ["a link", "no spam"]
    ledger.close()


def take_back(url: str, version: str, *statements: str) -> None:
    """Undo what later migrations did."""
    with prepared(url) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        set_version = text("UPDATE alembic_version SET version_num = :version")
        connection.execute(set_version, {"version": version})


def test_a_ledger_may_share_its_database(new_url: str) -> None:
    with prepared(new_url) as connection:
        connection.exec_driver_sql("CREATE TABLE neighbour (id INTEGER)")

    Ledger.open(new_url, numbers=NUMBERS).close()

    with prepared(new_url) as connection:
        assert set(schema(connection)) == {*metadata.tables, "alembic_version", "neighbour"}


def test_tables_of_no_version_are_left_as_they_are(new_url: str) -> None:
    with prepared(new_url) as connection:
        connection.exec_driver_sql("CREATE TABLE worker (id INTEGER)")

    with pytest.raises(LedgerUnavailableError, match=r"SQLITE_ERROR|DuplicateTable"):
        Ledger.open(new_url, numbers=NUMBERS)

    with prepared(new_url) as connection:
        assert set(schema(connection)) == {"worker"}


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
