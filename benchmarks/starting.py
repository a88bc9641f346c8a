"""How long a server takes from its start to its first answer, and the memory that it works in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.asking import ask
from benchmarks.comparison import Amount, Comparison, Side
from benchmarks.question import Question, get
from benchmarks.results import Goal
from benchmarks.servers import Server, leadframe, peer, sandbox
from benchmarks.visits import TARGET, post_lead, post_to_bare, visit

CLIENTS = 16
MIB = 1024
Start = Callable[[], AbstractContextManager[Server]]


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run a sandbox as long as the context lasts; the servers are started in each pair."""
    with sandbox() as api:
        start_ours = partial(leadframe, folder, API_URL=api)
        start_bare = partial(peer, "bare")
        yield [
            Comparison(
                name="start to first answer",
                ours=Side(name="leadframe", measure=partial(_start, start_ours)),
                other=Side(name="bare Flask", measure=partial(_start, start_bare)),
                by="seconds",
                goal=Goal(floor=4, aim=2),
            ),
            Comparison(
                name="memory of a worker",
                ours=Side(
                    name="leadframe", measure=partial(_memory, start_ours, post_lead, seconds)
                ),
                other=Side(
                    name="bare Flask",
                    measure=partial(_memory, start_bare, lambda _: post_to_bare(), seconds),
                ),
                by="mib",
                goal=Goal(floor=2.5, aim=1.5),
            ),
        ]


def _start(start: Start) -> Amount:
    began = time.perf_counter()
    with start() as server:
        visit(server.url)
        return Amount("seconds", time.perf_counter() - began)


def _memory(start: Start, post: Callable[[str], Question], seconds: float) -> Amount:
    """Look at a server that has answered for a while."""
    with start() as server:
        for question in (get(TARGET), post(server.url)):
            ask(question, server.port, clients=CLIENTS, seconds=seconds / 2)
        return Amount("mib", max(_resident_kib(server.process.pid)) / MIB)


def _resident_kib(group: int) -> Iterator[int]:
    """Give the memory of each process of a group that is in RAM, as proc(5) tells it."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # The name in parentheses may hold anything; the group is the third after it.
            after_name = (process / "stat").read_text().rpartition(")")[2].split()
            status = (process / "status").read_text()
        except OSError:  # it has ended meanwhile
            continue
        if int(after_name[2]) == group:
            yield int(status.partition("VmRSS:")[2].split()[0])
