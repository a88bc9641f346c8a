"""Two threads that commit: how they share what waits, and how they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine.committer import Committer, Gathering
from tests.site import PATIENCE_SECONDS

Transaction = Callable[[], AbstractContextManager[Any]]


class Stop:
    """A batch that has stopped at the gate: how many are in it, and what lets it on."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._let_on = Event()

    def wait(self) -> None:
        assert self._let_on.wait(PATIENCE_SECONDS)

    def let_on(self) -> None:
        self._let_on.set()


class Gate:
    """Where batches stop, each until it is let on."""

    def __init__(self) -> None:
        self._stops: SimpleQueue[Stop] = SimpleQueue()

    def stop(self, size: int = 0) -> None:
        stop = Stop(size)
        self._stops.put(stop)
        stop.wait()

    def next(self) -> Stop:
        """Return the batch that comes to it next."""
        return self._stops.get(timeout=PATIENCE_SECONDS)


@pytest.fixture
def gate() -> Gate:
    return Gate()


class Callers:
    """Ask in turn, without waiting, and listen to what they are told."""

    def __init__(self, gathering: Gathering[int, int]) -> None:
        self._gathering = gathering
        self._answers: SimpleQueue[int | str] = SimpleQueue()

    def ask(self, *asked: int) -> None:
        for one in asked:
            self._gathering.begin(one, self._listen)

    def told(self, many: int) -> list[int | str]:
        """Return the next answers, in order."""
        answers = (self._answers.get(timeout=PATIENCE_SECONDS) for _ in range(many))
        return sorted(answers, key=str)

    def _listen(self, outcome: Callable[[], int]) -> None:
        try:
            self._answers.put(outcome())
        except LedgerUnavailableError as error:
            self._answers.put(str(error))


@contextmanager
def committing(
    gate: Gate, transaction: Transaction = nullcontext, *, is_gated: bool = True
) -> Iterator[Callers]:
    """Have two threads double what is asked, stopping at the gate with each batch."""

    def double(_connection: Connection, asked: Sequence[int]) -> list[int]:
        if is_gated:
            gate.stop(len(asked))
        return [2 * one for one in asked]

    with closing(Committer(transaction, busy_seconds=PATIENCE_SECONDS, threads=2)) as committer:
        yield Callers(Gathering(committer, double))


def both_busy(callers: Callers, gate: Gate) -> tuple[Stop, Stop]:
    """Have each of the threads stop with one caller's, the first with 1 and the second with 2."""
    callers.ask(1)
    first = gate.next()
    callers.ask(2)
    return first, gate.next()


class TestSharing:
    def test_another_batch_begins_while_one_is_under_way(self, gate: Gate) -> None:
        with committing(gate) as callers:
            first, second = both_busy(callers, gate)
            second.let_on()
            assert callers.told(1) == [4]
            first.let_on()
            assert callers.told(1) == [2]

    def test_each_takes_half_of_all_who_are_unfinished(self, gate: Gate) -> None:
        with committing(gate) as callers:
            first, second = both_busy(callers, gate)
            callers.ask(*range(3, 10))

            first.let_on()
            third = gate.next()
            second.let_on()
            fourth = gate.next()
            third.let_on()
            fourth.let_on()

            # When one of nine is finished, half of eight; then what is left.
            assert [third.size, fourth.size] == [4, 3]
            assert callers.told(9) == sorted((2 * one for one in range(1, 10)), key=str)

    def test_all_that_is_queued_is_finished_before_they_end(self, gate: Gate) -> None:
        with committing(gate, is_gated=False) as callers:
            callers.ask(*range(100))

        assert len(callers.told(100)) == 100


class TestNoTransaction:
    def test_all_who_wait_are_told_at_once(self, gate: Gate) -> None:
        @contextmanager
        def failing() -> Iterator[None]:
            gate.stop()
            raise LedgerUnavailableError("no connection")
            yield

        with committing(gate, failing, is_gated=False) as callers:
            first, second = both_busy(callers, gate)
            callers.ask(*range(3, 10))

            first.let_on()
            assert callers.told(8) == ["no connection"] * 8
            second.let_on()
            assert callers.told(1) == ["no connection"]

    def test_what_comes_later_is_tried_anew(self, gate: Gate) -> None:
        troubles = [LedgerUnavailableError("no connection")]

        @contextmanager
        def failing_once() -> Iterator[None]:
            if troubles:
                raise troubles.pop()
            yield

        with committing(gate, failing_once, is_gated=False) as callers:
            callers.ask(1)
            assert callers.told(1) == ["no connection"]
            callers.ask(2)
            assert callers.told(1) == [4]


def test_a_committer_that_nobody_asked_closes(gate: Gate) -> None:
    with committing(gate):
        pass
