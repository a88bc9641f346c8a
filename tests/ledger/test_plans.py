"""No question that couriers ask may read more rows as the ledger grows."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Select, select

from leadframe.ledger import due
from leadframe.ledger.engine import open_database
from leadframe.ledger.tables import submission
from tests.ledger.world import NUMBERS


@pytest.fixture
def dialect() -> str:
    return "sqlite"


def touches(url: str, query: Select[*tuple[object, ...]]) -> list[tuple[str, str]]:
    """Return how SQLite reads the submissions: (SEARCH or SCAN, index) for each time."""
    database = open_database(url, busy_seconds=5)
    with database.reading() as connection:
        statement = query.compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
    database.close()
    steps = [
        re.match(r"(SEARCH|SCAN) (?:submission|other)(?:.* INDEX (\w+))?", row[3]) for row in plan
    ]
    return [(step[1], step[2]) for step in steps if step]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        (
            due.forms_to_claim(NUMBERS, now=5.0),
            {"submission_queued", "submission_sending", "submission_unconfirmed"},
        ),
        (
            due.next_submission("acme", NUMBERS, now=5.0),
            {"submission_queued", "submission_sending", "submission_unconfirmed"},
        ),
        (
            due.next_moment(NUMBERS),
            {"submission_queued", "submission_sending", "submission_unconfirmed"},
        ),
        (
            select(submission.c.id).where(due.lease_has_expired(5.0)),
            {"submission_sending"},
        ),
        (
            due.forms_to_look_up(5.0),
            {"submission_unconfirmed", "submission_witness"},
        ),
    ],
    ids=["forms", "claim", "next moment", "expired", "to look up"],
)
def test_couriers_read_small_indexes_only(
    url: str, query: Select[*tuple[object, ...]], indexes: set[str]
) -> None:
    assert {index for _, index in touches(url, query)} == indexes


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    "query",
    [
        due.forms_to_claim(NUMBERS, now=5.0),
        due.next_submission("acme", NUMBERS, now=5.0),
        due.next_moment(NUMBERS),
    ],
)
def test_however_many_wait_none_but_the_first_of_a_form_is_read(
    url: str, query: Select[*tuple[object, ...]]
) -> None:
    assert {how for how, _ in touches(url, query)} == {"SEARCH"}
