"""What visitors, couriers and operators ask as they work, explained by the databases themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from benchmarks.growth import CLOSE, FILL, TELL, TRY
from leadframe.ledger import Ledger
from tests.ledger.test_plans import nodes
from tests.ledger.world import AMBIGUOUS, DELIVERED, NUMBERS, Clock, claim, look, submission

ROWS = 20_000
GROWING = ("submission", "attempt", "event")
# "other" is another name for "submission" in a statement.
SCANNED = re.compile(rf"SCAN (?:{'|'.join(GROWING)}|other)\b(?!.* INDEX submission_)")
Statements = list[tuple[str, Any]]


@contextmanager
def heard() -> Iterator[Statements]:
    """Give the statements that any ledger asks as long as the context lasts."""
    statements: Statements = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        statements.append((statement, values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(FILL), {"rows": ROWS})
        for statement in (CLOSE, TRY, TELL):
            connection.execute(text(statement))
        connection.execute(text("ANALYZE"))


def hot_statements(ledger: Ledger, clock: Clock) -> dict[str, Statements]:
    """Send one lead, fall into doubt about another and look for it; return what was asked."""
    asked: dict[str, Statements] = {}
    with heard() as statements:

        def note(name: str) -> None:
            asked[name] = [one for one in statements if mentions_what_grows(one[0])]
            statements.clear()

        ledger.accept(submission("A"))
        ledger.accept(submission("B"))
        ledger.accept(submission("A"))
        note("accept")
        ledger.seconds_until_due()
        note("next due")
        first = claim(ledger)
        note("claim")
        ledger.settle(first, DELIVERED)
        note("settle what was delivered")
        second = claim(ledger)
        ledger.settle(second, AMBIGUOUS)
        note("settle what is in doubt")
        ledger.has_work()
        ledger.sweep()
        ledger.doubtful_forms()
        note("sweep")
        clock.advance(10)
        assert look(ledger, "B") == ["B"]
        note("open rows of a form")
        ledger.list()
        note("list")
    return asked


def mentions_what_grows(statement: str) -> bool:
    return any(table in statement for table in GROWING)


def reads_all(connection: Connection, statement: str, values: Any) -> bool:
    """Ask the database whether it would read all rows of a table that grows."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        return any(SCANNED.match(step[3]) for step in plan)
    explained = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values)
    return any(
        node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING
        for node in nodes(explained.scalar_one()[0]["Plan"])
    )


def test_none_reads_all_submissions(new_url: str, clock: Clock) -> None:
    engine = create_engine(new_url)
    with closing(Ledger.open(new_url, numbers=NUMBERS, now=clock)) as ledger:
        fill(engine)
        asked = hot_statements(ledger, clock)
        with engine.connect() as connection:
            reading_all = [
                (name, statement)
                for name, statements in asked.items()
                for statement, values in statements
                if reads_all(connection, statement, values)
            ]
            would_be_seen = reads_all(connection, "SELECT * FROM submission WHERE tries = 7", ())
    engine.dispose()

    assert all(asked.values())
    assert would_be_seen
    assert reading_all == []
