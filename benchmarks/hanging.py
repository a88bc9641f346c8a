"""Visitors while the lead API hangs, beside visitors while it is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.asking import ask, asker
from benchmarks.comparison import Comparison, Side
from benchmarks.load import Window
from benchmarks.question import Question, get
from benchmarks.results import Goal
from benchmarks.servers import Server, leadframe, sandbox
from benchmarks.submit import CLIENTS, LATENCY_MS
from benchmarks.visits import TARGET, post_lead

READERS = 4
# A 99th percentile wants some hundred answers.
LONGER = 3


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run all servers as long as the context lasts; give what is to be asked of them."""
    with ExitStack() as servers:
        sandboxes = [sandbox("--mode", "hang"), sandbox("--latency", str(LATENCY_MS))]
        apis = [servers.enter_context(one) for one in sandboxes]
        hanging, well = (servers.enter_context(leadframe(folder, API_URL=api)) for api in apis)
        posts = {server.url: post_lead(server.url) for server in (hanging, well)}

        def sending(server: Server) -> Callable[[], Window]:
            return asker(server, posts[server.url], clients=CLIENTS, seconds=seconds)

        def reading(server: Server) -> Callable[[], Window]:
            return partial(_read_beside, posts[server.url], server, seconds * LONGER)

        yield [
            Comparison(
                name="POST, lead API hangs",
                ours=Side(name="it hangs", measure=sending(hanging)),
                other=Side(name="a healthy lead API", measure=sending(well)),
                goal=Goal(floor=0.8, aim=1.0),
            ),
            Comparison(
                name=f"p99 of GET beside {CLIENTS} who POST",
                ours=Side(name="lead API hangs", measure=reading(hanging)),
                other=Side(name="a healthy lead API", measure=reading(well)),
                by="p99_ms",
                goal=Goal(floor=2, aim=1.2),
            ),
        ]


def _read_beside(posts: Question, server: Server, seconds: float) -> Window:
    """Let some visitors open the form while many send it."""
    with server.awake(), ThreadPoolExecutor() as others:
        sent = others.submit(ask, posts, server.port, clients=CLIENTS, seconds=seconds)
        read = ask(get(TARGET), server.port, clients=READERS, seconds=seconds)
        sent.result()
        return read
