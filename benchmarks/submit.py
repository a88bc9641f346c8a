"""A form that is sent and stored, beside what sends leads inline and what stores none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from benchmarks.asking import asker
from benchmarks.comparison import Comparison, Side
from benchmarks.results import Goal
from benchmarks.servers import Server, leadframe, peer, running, sandbox
from benchmarks.visits import post_lead, post_to_bare, post_to_obvious

CLIENTS = 50
LATENCY_MS = 300
# Who sends inline answers in bursts, one in each of the lead API's latencies.
LONGER = 3
GUNICORN = (
    *(sys.executable, "-m", "gunicorn", "-c", "python:benchmarks.peers.gunicorn_settings"),
    *("--workers", "2", "benchmarks.peers.obvious:create_app()", "--threads"),
)
INLINE = {"4": Goal(floor=15, aim=40), "32": Goal(floor=3.5, aim=8)}
BESIDE_BARE = Goal(floor=0.35, aim=0.6)


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run all servers as long as the context lasts; give what is to be asked of them."""
    with ExitStack() as servers:
        api = servers.enter_context(sandbox("--latency", str(LATENCY_MS)))
        delivering = servers.enter_context(leadframe(folder, API_URL=api))
        storing = servers.enter_context(leadframe(folder, "--no-courier"))
        yield [
            *servers.enter_context(_beside_inline(delivering, api, seconds * LONGER)),
            *servers.enter_context(_beside_bare(delivering, storing, seconds)),
        ]


@contextmanager
def _beside_inline(ours: Server, api: str, seconds: float) -> Iterator[list[Comparison]]:
    with ExitStack() as servers:
        measure_ours = asker(ours, post_lead(ours.url), clients=CLIENTS, seconds=seconds)
        compared = []
        for threads, goal in INLINE.items():
            inline = servers.enter_context(_inline(threads, api))
            asked = post_to_obvious(inline.url)
            other = asker(inline, asked, clients=CLIENTS, seconds=seconds)
            compared.append(
                Comparison(
                    name=f"POST, lead API {LATENCY_MS} ms",
                    ours=Side(name="leadframe", measure=measure_ours),
                    other=Side(name=f"inline, gunicorn 2 x {threads}", measure=other),
                    goal=goal,
                )
            )
        yield compared


def _inline(threads: str, api: str) -> AbstractContextManager[Server]:
    return running(*GUNICORN, threads, settings={"API_URL": api})


@contextmanager
def _beside_bare(delivering: Server, storing: Server, seconds: float) -> Iterator[list[Comparison]]:
    ours = {"POST stored": delivering, "POST stored, couriers elsewhere": storing}
    with peer("bare") as bare:
        other = asker(bare, post_to_bare(), clients=CLIENTS, seconds=seconds)
        yield [
            Comparison(
                name=name,
                ours=Side(
                    name="leadframe",
                    measure=asker(server, post_lead(server.url), clients=CLIENTS, seconds=seconds),
                ),
                other=Side(name="bare Flask: read, redirect", measure=other),
                goal=BESIDE_BARE,
            )
            for name, server in ours.items()
        ]
