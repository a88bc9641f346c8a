"""Leads stored durably, beside the disk's own speed when one thread writes and waits in turn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

from benchmarks.comparison import Comparison, Side
from benchmarks.leads import databases, ledger_at, new_lead
from benchmarks.load import measure
from benchmarks.results import Goal
from leadframe.ledger import Ledger

CALLERS = (1, 8, 32)
GOAL = Goal(floor=2, aim=3, worst_ms=50)
PAGE = bytes(4096)
PAGES = 4096


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Open the ledgers as long as the context lasts; give what they are measured against."""
    with ExitStack() as opened:
        urls = opened.enter_context(databases(folder))
        write = opened.enter_context(_disk(folder / "raw"))
        disk = Side(name="fdatasync, 1 thread", measure=lambda: measure([write], seconds=seconds))
        yield [
            Comparison(
                name=f"{name}, {callers} callers",
                ours=_side(
                    "leads stored", opened.enter_context(ledger_at(next(url))), callers, seconds
                ),
                other=disk,
                goal=GOAL if callers == max(CALLERS) else None,
            )
            for name, url in urls.items()
            for callers in CALLERS
        ]


def _side(name: str, ledger: Ledger, callers: int, seconds: float) -> Side:
    def accept() -> None:
        ledger.accept(new_lead())

    return Side(name=name, measure=lambda: measure([accept] * callers, seconds=seconds))


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
