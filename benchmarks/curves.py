"""What an answer costs as there is more of something: forms, leads, visitors, waiting."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks.asking import asker
from benchmarks.growth import accept, filled
from benchmarks.load import Window
from benchmarks.many_forms import asking_at_random, with_forms
from benchmarks.question import Question, get
from benchmarks.results import Run
from benchmarks.servers import Server, leadframe, sandbox
from benchmarks.submit import CLIENTS
from benchmarks.tables import conditions
from benchmarks.visits import TARGET, post_lead

TENS = tuple(10**power for power in range(7))
VISITORS = (1, 2, 5, 10, 20, 50, 100, 200)
LATENCIES = (0, 0.1, 0.3, 1, 3, 10, 30)
# Takes long to fill, and does not grow much by what is measured.
LARGE = 10_000
Size = TypeVar("Size", int, float)
Work = Callable[[], Window]
Works = Mapping[str, Work]
Prepare = Callable[[Path, float], AbstractContextManager[Works]]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The most of everything.

    Attributes:
        leads: in the ledger.
        forms: in the deployment.
        visitors: at once.
        latency: of the lead API, in seconds.
    """

    leads: int
    forms: int
    visitors: int
    latency: float


@dataclass(frozen=True, kw_only=True)
class Point:
    """How it went with so much of it: the median of all rounds."""

    at: str
    rate: float
    p99_ms: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What was done, what there was more and more of, and how it went."""

    name: str
    of: str
    points: tuple[Point, ...]


def measured(seconds: float, *, rounds: int, sizes: Sizes) -> Sequence[Curve]:
    """Measure all curves, each from its least to its most, round after round."""
    return [
        _curve(name, of, partial(prepare, sizes=sizes), seconds, rounds)
        for name, of, prepare in (
            ("GET a form at random", "forms", _forms),
            ("store a lead", "leads stored before", _leads),
            ("GET form", "visitors at once", _readers),
            ("POST stored", "visitors at once", _senders),
            ("POST stored", "seconds the lead API takes", _upstream),
        )
    ]


def markdown(curves: Sequence[Curve], run: Run) -> str:
    """Return a Markdown table of each curve, below a line on how they came about."""
    return "\n".join([f"{conditions(run)}\n", *(_table(curve) for curve in curves)])


def _table(curve: Curve) -> str:
    rows = (
        (curve.of, *(point.at for point in curve.points)),
        ("---",) * (len(curve.points) + 1),
        (f"{curve.name}, a second", *(f"{point.rate:,.0f}" for point in curve.points)),
        ("p99, ms", *(f"{point.p99_ms:,.3g}" for point in curve.points)),
    )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _curve(name: str, of: str, prepare: Prepare, seconds: float, rounds: int) -> Curve:
    with tempfile.TemporaryDirectory() as folder, prepare(Path(folder), seconds) as works:
        # Round after round, so that a busy minute of the machine does not fall on one point.
        all_rounds = [{at: work() for at, work in works.items()} for _ in range(rounds)]
    points = (
        Point(
            at=at,
            rate=median(one[at].rate for one in all_rounds),
            p99_ms=median(one[at].p99_ms for one in all_rounds),
        )
        for at in works
    )
    return Curve(name=name, of=of, points=tuple(points))


@contextmanager
def _forms(folder: Path, seconds: float, *, sizes: Sizes) -> Iterator[Works]:
    with ExitStack() as servers:
        yield {
            f"{forms:,}": asking_at_random(
                servers.enter_context(with_forms(folder, forms)), forms, seconds
            )
            for forms in _up_to(sizes.forms, TENS)
        }


@contextmanager
def _leads(folder: Path, seconds: float, *, sizes: Sizes) -> Iterator[Works]:
    urls = (f"sqlite:///{folder}/{number}.db" for number in count())

    def begin(leads: int) -> Window:
        # A new one each time: what is measured makes it grow, too.
        with filled(next(urls), rows=leads) as ledger:
            return accept(ledger, seconds)

    with ExitStack() as ledgers:
        works: dict[str, Work] = {}
        for leads in _up_to(sizes.leads, TENS):
            if leads < LARGE:
                works[f"{leads:,}"] = partial(begin, leads)
            else:
                ledger = ledgers.enter_context(filled(next(urls), rows=leads))
                works[f"{leads:,}"] = partial(accept, ledger, seconds)
        yield works


@contextmanager
def _readers(folder: Path, seconds: float, *, sizes: Sizes) -> Iterator[Works]:
    with leadframe(folder, "--no-courier") as server:
        yield _visitors(server, get(TARGET), seconds, sizes.visitors)


@contextmanager
def _senders(folder: Path, seconds: float, *, sizes: Sizes) -> Iterator[Works]:
    with leadframe(folder, "--no-courier") as server:
        yield _visitors(server, post_lead(server.url), seconds, sizes.visitors)


def _visitors(server: Server, question: Question, seconds: float, most: int) -> Works:
    return {
        str(clients): asker(server, question, clients=clients, seconds=seconds)
        for clients in _up_to(most, VISITORS)
    }


@contextmanager
def _upstream(folder: Path, seconds: float, *, sizes: Sizes) -> Iterator[Works]:
    with ExitStack() as servers:
        works: dict[str, Work] = {}
        for latency in _up_to(sizes.latency, LATENCIES):
            api = servers.enter_context(sandbox("--latency", f"{latency * 1000:.0f}"))
            server = servers.enter_context(leadframe(folder, API_URL=api))
            posts = post_lead(server.url)
            works[f"{latency:g}"] = asker(server, posts, clients=CLIENTS, seconds=seconds)
        yield works


def _up_to(most: float, sizes: Sequence[Size]) -> Sequence[Size]:
    return [size for size in sizes if size <= most]
