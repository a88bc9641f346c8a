"""Clients that ask as fast as they are answered, and the time each answer took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from statistics import quantiles
from threading import Semaphore


@dataclass(frozen=True)
class Window:
    """What one stretch of load measured: answers a second, and how long they took."""

    rate: float
    p50_ms: float
    p99_ms: float
    worst_ms: float

    def figures(self) -> Mapping[str, float]:
        """Return what was measured, by its name."""
        return asdict(self)


def measure(clients: Sequence[Callable[[], object]], *, seconds: float) -> Window:
    """Let each client ask again and again, in a thread of its own, for some seconds.

    Each asks twice at least, however long that takes.

    Args:
        clients: each asks once and returns when it has been answered.
        seconds: how long.
    """
    took: list[float] = []
    began = time.perf_counter()
    until = began + seconds
    with ThreadPoolExecutor(len(clients)) as threads:
        for asked in [threads.submit(_ask_until, until, ask, took) for ask in clients]:
            asked.result()
    return _window(took, time.perf_counter() - began)


def measure_begun(
    begin: Callable[[Callable[[], None]], None], *, clients: int, seconds: float
) -> Window:
    """Let so many clients begin again as soon as they are told that the last one is done.

    Args:
        begin: begins once, and has what it is given called when that is done, in any thread.
        clients: how many begin at once; each begins twice at least.
        seconds: how long.
    """
    took: list[float] = []
    ended = Semaphore(0)
    began = time.perf_counter()

    def begin_next(moments: Iterator[float]) -> None:
        begun_at = next(moments, None)
        if begun_at is None:
            ended.release()
            return

        def told() -> None:
            took.append(time.perf_counter() - begun_at)
            begin_next(moments)

        begin(told)

    for _ in range(clients):
        begin_next(_moments(began + seconds))
    for _ in range(clients):
        ended.acquire()
    return _window(took, time.perf_counter() - began)


def _window(took: Sequence[float], seconds: float) -> Window:
    cuts = quantiles(took, n=100)
    return Window(
        rate=len(took) / seconds,
        p50_ms=cuts[49] * 1000,
        p99_ms=cuts[98] * 1000,
        worst_ms=max(took) * 1000,
    )


def _ask_until(until: float, ask: Callable[[], object], took: list[float]) -> None:
    for asked_at in _moments(until):
        ask()
        took.append(time.perf_counter() - asked_at)


def _moments(until: float) -> Iterator[float]:
    yield time.perf_counter()
    yield time.perf_counter()
    while (now := time.perf_counter()) < until:
        yield now
