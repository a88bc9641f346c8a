"""Leads stored durably, beside the disk's own speed when one thread writes and waits in turn."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, cycle
from math import ceil
from pathlib import Path

from benchmarks.comparison import Comparison, Side
from benchmarks.leads import databases, ledger_at, new_lead
from benchmarks.load import Window, measure, measure_begun
from benchmarks.results import Goal
from leadframe.ledger import Accepted, Ledger, Submission

CALLERS = (1, 8, 32)
CLIENTS = 32
# Of leads, more than any machine so far has stored.
ENOUGH_A_SECOND = 50_000
GOAL = Goal(floor=2, aim=3, worst_ms=50)
PAGE = bytes(4096)
PAGES = 4096
Measure = Callable[[], Window]


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Open the ledgers as long as the context lasts; give what they are measured against.

    Clients are whom the web server lets wait without a thread; callers are threads that wait.
    """
    with ExitStack() as opened:
        urls = opened.enter_context(databases(folder))
        write = opened.enter_context(_disk(folder / "raw"))
        disk = Side(name="fdatasync, 1 thread", measure=lambda: measure([write], seconds=seconds))

        def compared(name: str, measure_ours: Measure, goal: Goal | None = None) -> Comparison:
            ours = Side(name="leads stored", measure=measure_ours)
            return Comparison(name=name, ours=ours, other=disk, goal=goal)

        def new_ledger(name: str) -> Ledger:
            return opened.enter_context(ledger_at(next(urls[name])))

        yield [
            comparison
            for name in urls
            for comparison in (
                compared(
                    f"{name}, {CLIENTS} clients", _by_clients(new_ledger(name), seconds), GOAL
                ),
                *(
                    compared(f"{name}, {callers} callers", _by(callers, new_ledger(name), seconds))
                    for callers in CALLERS
                ),
            )
        ]


def _by_clients(ledger: Ledger, seconds: float) -> Measure:
    def measure_with(leads: Iterator[Submission]) -> Window:
        def begin(told: Callable[[], None]) -> None:
            def stored(accepted: Accepted) -> None:
                accepted()
                told()

            ledger.begin_to_accept(next(leads), stored)

        return measure_begun(begin, clients=CLIENTS, seconds=seconds)

    def measure_once() -> Window:
        # Made up before: a server's leads come from another thread than stores them. Nor has it
        # as many at once, which the collector of garbage would look through again and again.
        made_up = [new_lead() for _ in range(ceil(seconds * ENOUGH_A_SECOND))]
        gc.freeze()
        return measure_with(chain(made_up, _more_leads()))

    return measure_once


def _more_leads() -> Iterator[Submission]:
    while True:
        yield new_lead()


def _by(callers: int, ledger: Ledger, seconds: float) -> Measure:
    def accept() -> None:
        ledger.accept(new_lead())

    return lambda: measure([accept] * callers, seconds=seconds)


@contextmanager
def _disk(file: Path) -> Iterator[Callable[[], None]]:
    """Give what writes a page and waits for it, over and over within a file that does not grow."""
    file.write_bytes(PAGE * PAGES)
    handle = os.open(file, os.O_WRONLY)
    offsets = cycle(range(0, len(PAGE) * PAGES, len(PAGE)))

    def write() -> None:
        os.pwrite(handle, PAGE, next(offsets))
        os.fdatasync(handle)

    try:
        yield write
    finally:
        os.close(handle)
