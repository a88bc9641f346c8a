"""No question that couriers ask may read more rows as the ledger grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import ClauseElement

from leadframe.ledger import Ledger, due, key_check, purging
from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.tables import submission
from tests.ledger.world import NUMBERS
from tests.postgresql import Cluster

NOW = 5.0
CLAIMS = {"submission_queued", "submission_sending", "submission_unconfirmed"}
SWEEPS = {"submission_unconfirmed", "submission_witness"}
QUESTIONS: dict[str, tuple[Any, set[str]]] = {
    "forms": (due.forms_to_claim(NUMBERS, now=NOW), CLAIMS),
    "claim": (due.next_submission("form-1", NUMBERS, now=NOW), CLAIMS),
    "next moment": (due.next_moment(NUMBERS), CLAIMS),
    "expired": (submission.select().where(due.lease_has_expired(NOW)), {"submission_sending"}),
    "to look up": (due.forms_to_look_up(NOW), SWEEPS),
    "to purge": (purging.expired(before=NOW)[0], {"submission_kept"}),
    "newest, to open": (key_check.NEWEST, {"submission_created"}),
    "waiting, to open": (key_check.WAITING, {"submission_queued"}),
    "spam to purge": (purging.expired(before=NOW)[1], {"submission_quarantined"}),
}

# A closed form with many leads that wait, busy ones with some, and what was delivered.
CROWD = [
    ("delivered", "'form-' || number % 50", 20000),
    ("quarantined", "'form-' || number % 50", 2000),
    ("queued", "'closed'", 10000),
    ("queued", "'form-' || number % 5", 200),
    ("sending", "'form-1'", 2),
    ("unconfirmed", "'form-2'", 2),
]
PAUSE = """
    INSERT INTO channel_state (slug, pause_reason, fails, sends, lookup_fails)
    VALUES ('closed', 'refused', 0, 0, 0), ('form-1', NULL, 0, 9, 0)
"""
# Five forms times a few probes each, where ten thousand leads wait.
FEW = 100

by_name = pytest.mark.parametrize(("question", "indexes"), QUESTIONS.values(), ids=QUESTIONS.keys())


def explained(database: Database, words: str, question: ClauseElement) -> list[Any]:
    with database.preparing() as connection:
        statement = question.compile(connection, compile_kwargs={"literal_binds": True})
        return list(connection.exec_driver_sql(f"{words} {statement}").all())


class TestSQLite:
    @pytest.fixture
    def database(self, sqlite_url: str) -> Iterator[Database]:
        Ledger.open(sqlite_url, numbers=NUMBERS).close()
        opened = open_database(sqlite_url, busy_seconds=5)
        yield opened
        opened.close()

    @staticmethod
    def touches(database: Database, question: ClauseElement) -> list[tuple[str, str]]:
        """Return how the submissions are read: (SEARCH or SCAN, index) for each time."""
        plan = explained(database, "EXPLAIN QUERY PLAN", question)
        pattern = r"(SEARCH|SCAN) (?:submission|other)(?:.* INDEX (\w+))?"
        steps = [re.match(pattern, row[3]) for row in plan]
        return [(step[1], step[2]) for step in steps if step]

    @by_name
    def test_small_indexes_answer(
        self, database: Database, question: ClauseElement, indexes: set[str]
    ) -> None:
        assert {index for _, index in self.touches(database, question)} == indexes

    @pytest.mark.parametrize("name", ["forms", "claim", "next moment"])
    def test_however_many_wait_none_but_the_first_of_a_form_is_read(
        self, database: Database, name: str
    ) -> None:
        touches = self.touches(database, QUESTIONS[name][0])

        assert {how for how, _ in touches} == {"SEARCH"}


@pytest.fixture(scope="module")
def crowded(cluster: Cluster) -> Iterator[Database]:
    url = cluster.new_database()
    Ledger.open(url, numbers=NUMBERS).close()
    for state, slug, how_many in CROWD:
        cluster.execute(insert_many(state, slug, how_many), url=url)
    cluster.execute(PAUSE, url=url)
    cluster.execute("ANALYZE", url=url)
    opened = open_database(url, busy_seconds=5)
    yield opened
    opened.close()
    cluster.drop_database(url)


class TestPostgreSQL:
    """Here the plan depends on what is in the tables, so they are filled."""

    @staticmethod
    def scans(database: Database, question: ClauseElement) -> list[dict[str, Any]]:
        """Return the parts of the plan that read submissions, with what they really read."""
        rows = explained(database, "EXPLAIN (ANALYZE, FORMAT JSON)", question)
        names = {"submission"}.union(*(indexes for _, indexes in QUESTIONS.values()))
        return [
            node
            for node in nodes(rows[0][0][0]["Plan"])
            if {node.get("Relation Name"), node.get("Index Name")} & names
        ]

    @by_name
    def test_small_indexes_answer_with_few_rows(
        self, crowded: Database, question: ClauseElement, indexes: set[str]
    ) -> None:
        scans = self.scans(crowded, question)

        assert {scan["Index Name"] for scan in scans if "Index Name" in scan} <= indexes
        assert "Seq Scan" not in {scan["Node Type"] for scan in scans}
        assert sum(rows_read(scan) for scan in scans) < FEW


def insert_many(state: str, slug: str, how_many: int) -> str:
    """Return the statement that stores many submissions; `slug` may name `number`."""
    return f"""
        INSERT INTO submission (id, slug, payload, state, due_at, tries, absent_seen, fence,
                                created_at, delivered_at, error, lease_until, send_number)
        SELECT '{state}-' || {slug} || number, {slug}, '{{}}', '{state}',
               CASE '{state}' WHEN 'delivered' THEN NULL ELSE number / 1e9 END, 0, 0, 0,
               number, number, '', 60, number
        FROM generate_series(1, {how_many}) AS number
    """  # noqa: S608 - the words are all here


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def rows_read(scan: dict[str, Any]) -> float:
    each_time = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)
    return float(each_time * scan["Actual Loops"])
