from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from leadframe.serving import Parent, Supervisor, Worker

# Each is a process as short as it can be; the last of its arguments is the line to its parent.
READY = "import os, sys; line = int(sys.argv[-1]); os.write(line, b'.');"
OBEDIENT = f"{READY} os.read(line, 1)"
MORTAL = f"{READY} os.kill(os.getpid(), 9)"
CLUMSY = f"{OBEDIENT}; sys.exit(3)"
WRONG = "import sys; sys.exit(2)"
ENOUGH_ROUNDS = 3
# Far more than any test needs, where the next round never waits for more than a moment.
MOST_ROUNDS = 400


@dataclass
class World:
    """Which workers were started, and what happens between one round and the next.

    Attributes:
        listener: what all of them inherit.
        scripts: what the next workers run; the last stands for all that follow.
        now: what the clock shows.
        workers: those that were started.
        at_once: how many lived at each start, the new one included.
        began: how often it was told that the first is ready.
        has_asked: whether a reload was asked for.
    """

    listener: socket.socket
    scripts: list[str]
    now: float = 0.0
    workers: list[Worker] = field(default_factory=list)
    at_once: list[int] = field(default_factory=list)
    began: int = 0
    has_asked: bool = False

    def start(self) -> Worker:
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        self.workers.append(Worker([sys.executable, "-c", script], self.listener))
        self.at_once.append(sum(not has_ended(worker) for worker in self.workers))
        return self.workers[-1]

    def begin(self) -> None:
        self.began += 1

    def run(self, stopped: Callable[[], bool], *, reloads: Callable[[], bool] = bool) -> int:
        def is_over() -> bool:
            assert next(rounds) < MOST_ROUNDS
            return stopped()

        rounds = count()
        supervisor = Supervisor(self.start, count=2, began=self.begin, clock=lambda: self.now)
        return supervisor.run(stopped=is_over, reloads=reloads)

    def reload_once(self) -> bool:
        """Ask for a reload as soon as the first two are ready."""
        asks = self.are_ready(2) and not self.has_asked
        self.has_asked = self.has_asked or asks
        return asks

    def are_ready(self, many: int) -> bool:
        return sum(worker.is_ready for worker in self.workers) == many


def has_ended(worker: Worker) -> bool:
    """Whether its end was heard of."""
    return worker.fileno() < 0


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def test_it_is_told_once_that_the_first_is_ready_and_ends_when_all_have_ended(
    listener: socket.socket,
) -> None:
    world = World(listener, [OBEDIENT])

    assert world.run(lambda: world.are_ready(2)) == 0
    assert world.began == 1
    assert [has_ended(worker) for worker in world.workers] == [True, True]


@pytest.mark.parametrize("code", [0, 2])
def test_where_the_first_cannot_start_there_is_no_second_try(
    listener: socket.socket, code: int
) -> None:
    world = World(listener, [f"import sys; sys.exit({code})"])

    assert world.run(bool) == (code or 1)
    assert (world.began, len(world.workers)) == (0, 2)


def test_where_the_system_gives_no_process_the_start_ends_too() -> None:
    def start() -> Worker:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    supervisor = Supervisor(start, count=2, began=lambda: None)

    assert supervisor.run(stopped=bool, reloads=bool) == 1


def test_one_that_dies_at_once_is_replaced_no_sooner_than_a_second_later(
    listener: socket.socket,
) -> None:
    def stopped() -> bool:
        if has_ended(world.workers[0]) if world.workers else False:
            quiet.append(len(world.workers))
        if len(quiet) == ENOUGH_ROUNDS:
            world.now += 1
        return world.are_ready(3)

    quiet: list[int] = []
    world = World(listener, [MORTAL, OBEDIENT])

    assert world.run(stopped) == 0
    assert quiet[:ENOUGH_ROUNDS] == [2] * ENOUGH_ROUNDS
    assert world.workers[0].ended() == -signal.SIGKILL


def test_a_reload_has_one_process_more_than_workers_at_most(listener: socket.socket) -> None:
    def stopped() -> bool:
        return world.are_ready(4) and has_ended(world.workers[0]) and has_ended(world.workers[1])

    world = World(listener, [OBEDIENT])

    assert world.run(stopped, reloads=world.reload_once) == 0
    assert max(world.at_once) == 3
    assert len(world.workers) == 4


def test_a_reload_whose_first_new_worker_cannot_start_leaves_the_others_at_work(
    listener: socket.socket,
) -> None:
    def stopped() -> bool:
        if len(world.workers) == 3 and has_ended(world.workers[2]):
            world.now += 1
            retired.append([worker.is_retired for worker in world.workers[:2]])
        return len(retired) == ENOUGH_ROUNDS

    retired: list[list[bool]] = []
    world = World(listener, [OBEDIENT, OBEDIENT, WRONG])

    assert world.run(stopped, reloads=world.reload_once) == 0
    assert retired == [[False, False]] * ENOUGH_ROUNDS
    assert len(world.workers) == 3


def test_one_that_does_not_end_well_when_all_are_stopped_is_no_good_end(
    listener: socket.socket,
) -> None:
    world = World(listener, [OBEDIENT, CLUMSY])

    assert world.run(lambda: world.are_ready(2)) == 3


def test_a_worker_sees_that_its_parent_has_gone() -> None:
    theirs, ours = socket.socketpair()
    with ours:
        parent = Parent(ours.fileno())
        parent.tell_ready()
        assert not parent.has_let_go()
        assert theirs.recv(10) == b"."
        theirs.close()

        assert parent.has_let_go()
        parent.tell_ready()
