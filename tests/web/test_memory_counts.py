from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from leadframe.web.memory_counts import SWEEP_SECONDS, MemoryCounts


@dataclass
class Clock:
    """Unix seconds that pass only when a test says so."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counts(clock: Callable[[], float]) -> MemoryCounts:
    return MemoryCounts(now=clock)


def test_counts_add_up_and_last_from_the_first(counts: MemoryCounts, clock: Clock) -> None:
    until = clock.now + 10

    assert counts.incr("one", 10) == 1
    clock.now += 9
    assert counts.incr("one", 10) == counts.get("one") == 2
    assert counts.get_expiry("one") == until


def test_a_count_that_is_over_begins_anew(counts: MemoryCounts, clock: Clock) -> None:
    counts.incr("one", 10)
    clock.now += 10

    assert counts.get("one") == 0
    assert counts.get_expiry("one") == clock.now
    assert counts.incr("one", 10) == 1


def test_each_key_has_its_own_count(counts: MemoryCounts) -> None:
    counts.incr("one", 10)
    counts.incr("one", 10)
    counts.incr("other", 10)

    assert (counts.get("one"), counts.get("other"), counts.get("new")) == (2, 1, 0)


def test_what_is_over_does_not_stay_in_memory(counts: MemoryCounts, clock: Clock) -> None:
    counts.incr("short", SWEEP_SECONDS - 1)
    counts.incr("long", SWEEP_SECONDS + 1)
    clock.now += SWEEP_SECONDS
    counts.incr("new", 1)

    assert len(counts) == len({"long", "new"})


def test_none_is_missed_when_many_count_at_once_and_no_thread_is_started_for_it() -> None:
    counts = MemoryCounts()
    with ThreadPoolExecutor(8) as visitors:
        told = list(visitors.map(lambda _: counts.incr("one", 600), range(400)))
        threads = threading.active_count()
        counts.incr("one", 600)

        assert threading.active_count() == threads
    assert sorted(told) == list(range(1, 401))
