"""A ledger that has grown, beside one that has just begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from math import ceil
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.comparison import Comparison, Side
from benchmarks.leads import databases, ledger_at, new_lead
from benchmarks.load import Window, measure
from benchmarks.results import Goal
from leadframe.ledger import Ledger, Outcome, Verdict

FEW = 1000
# More than are claimed by however many callers.
READY_PER_SECOND = 4000
CALLERS = 8
GOAL = Goal(floor=0.7, aim=0.95)
Work = Callable[[Ledger, float], Window]
DELIVERED = Outcome(verdict=Verdict.DELIVERED, http_status=200, upstream_id="lead")

# One in ten waits for a form that is closed, the others were delivered. The odd factor scatters the
# ids over their index without two the same (Knuth, The Art of Computer Programming 6.4).
FILL = """
    WITH RECURSIVE numbers(number) AS (
        SELECT CAST(1 AS BIGINT) UNION ALL SELECT number + 1 FROM numbers WHERE number < :rows
    )
    INSERT INTO submission (
        id, slug, payload, state, due_at, tries, absent_seen, fence, sent_at, created_at,
        delivered_at, upstream_id, error, first_state, first_reason
    )
    SELECT
        CAST(number * 2654435761 % 4294967296 AS TEXT),
        CASE WHEN number % 10 = 0 THEN 'closed' ELSE 'form-' || number % 50 END,
        '{"email": "kim.larsen@example.com", "notes": "Please call in the afternoon."}',
        CASE WHEN number % 10 = 0 THEN 'queued' ELSE 'delivered' END,
        CASE WHEN number % 10 = 0 THEN number END,
        1, 0, 1, number, number, number, 'lead-' || number, '', 'queued', ''
    FROM numbers
"""
CLOSE = """
    INSERT INTO channel_state (slug, pause_reason, fails, sends, lookup_fails)
    VALUES ('closed', 'refused', 0, 0, 0)
"""
TRY = """
    INSERT INTO attempt (submission_id, fence, started, ended, outcome, http_status)
    SELECT id, 1, created_at, created_at, 'delivered', 200 FROM submission
"""
TELL = """
    INSERT INTO event (submission_id, at, actor, from_state, to_state, reason)
    SELECT id, created_at, 'courier', 'queued', 'sending', '' FROM submission
    UNION ALL SELECT id, created_at, 'courier', 'sending', 'delivered', '' FROM submission
"""


@contextmanager
def comparisons(folder: Path, seconds: float, *, rows: int) -> Iterator[list[Comparison]]:
    """Fill and open the large ledgers as long as the context lasts; give what is compared."""
    with ExitStack() as opened:
        compared: list[Comparison] = []
        for name, urls in opened.enter_context(databases(folder)).items():
            grown = opened.enter_context(filled(next(urls), rows=rows))
            compared.extend(_compared(name, grown, rows, urls, seconds))
        yield compared


def _compared(
    database: str, grown: Ledger, rows: int, urls: Iterator[str], seconds: float
) -> Iterator[Comparison]:
    def beginning(work: Work) -> Window:
        # A new one each time: what is measured makes it grow, too.
        with filled(next(urls), rows=FEW) as ledger:
            return work(ledger, seconds)

    for name, work in WORKS.items():
        yield Comparison(
            name=f"{database}, {name}",
            ours=Side(name=f"{rows:,} rows", measure=partial(work, grown, seconds)),
            other=Side(name=f"{FEW:,} rows", measure=partial(beginning, work)),
            goal=GOAL,
        )


def accept(ledger: Ledger, seconds: float) -> Window:
    """Let several callers store leads."""
    return measure([lambda: ledger.accept(new_lead())] * CALLERS, seconds=seconds)


def _claim(ledger: Ledger, seconds: float) -> Window:
    def deliver() -> None:
        claimed = ledger.claim("courier")
        if claimed is not None:
            ledger.settle(claimed, DELIVERED)

    ready = ceil(READY_PER_SECOND * seconds)
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(lambda _: ledger.accept(new_lead()), range(ready)))
    return measure([deliver] * CALLERS, seconds=seconds)


WORKS: Mapping[str, Work] = {"accept": accept, "claim and settle": _claim}


@contextmanager
def filled(url: str, *, rows: int) -> Iterator[Ledger]:
    """Open a ledger that has so many leads already, as long as the context lasts."""
    with ledger_at(url) as ledger:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(FILL), {"rows": rows})
            for statement in (CLOSE, TRY, TELL):
                connection.execute(text(statement))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # As the database does by itself within the hour.
            connection.execute(text("ANALYZE"))
        engine.dispose()
        yield ledger
