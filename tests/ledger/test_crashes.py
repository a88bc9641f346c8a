"""Every row of "Every crash point" in ledger.md, by processes that die or freeze there.

The lead API's own record tells how often a lead is there once others have taken over. What a full
disk and a database that is down do stands in test_unavailable.py.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial

import pytest

from leadframe.ledger import Ledger, State
from leadframe.sandbox import Mode, Sandbox
from tests.ledger.child import CRASHED, GATE_SECONDS, QUICK
from tests.ledger.conftest import OpenLedger
from tests.ledger.shift import Shift, lead, lead_api, send, show
from tests.ledger.world import NUMBERS, Clock, claim, decide_all, state_of
from tests.postgresql import Cluster

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Scene:
    """A lead API that keeps a record, and the processes that bring it leads."""

    url: str
    clock: Clock
    sandbox: Sandbox

    def crash(self, deed: str, moment: str) -> None:
        """Let a process do something, and die in it without a farewell."""
        asked = len(self.sandbox.received)
        with self.child(deed, "die", moment, self.sandbox.url, self.clock.now) as process:
            if moment == "sent":
                assert self.sandbox.wait_until_received(asked + 1, timeout_seconds=PATIENCE_SECONDS)
                process.communicate("now\n")
            assert process.wait(PATIENCE_SECONDS) == CRASHED

    @contextmanager
    def frozen(self, moment: str, *now: float) -> Iterator[None]:
        """Let a courier freeze, and go on to its end when the block ends."""
        with self.child("deliver", "freeze", moment, self.sandbox.url, *now) as process:
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            yield
            process.send_signal(signal.SIGCONT)
            assert process.wait(PATIENCE_SECONDS) == 0

    @contextmanager
    def child(self, *arguments: object) -> Iterator[subprocess.Popen[str]]:
        """Start an actor's process, and see that it is gone in the end."""
        command = [sys.executable, "-m", "tests.ledger.child", self.url, *map(str, arguments)]
        with subprocess.Popen(  # noqa: S603 - our own
            command, stdin=subprocess.PIPE, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def shift(self, ledger: Ledger, *, pass_time: Callable[[], object] | None = None) -> Shift:
        """Return those who take over; their lookup works."""
        api = lead_api(self.sandbox.url)
        shift = Shift(
            ledger=ledger,
            send=partial(send, api),
            show=partial(show, api),
            pass_time=pass_time or partial(self.clock.advance, 10),
        )
        shift.verify_the_lookup()
        return shift

    def leads(self, letter: str = "A") -> int:
        """Count how often the lead API has a lead."""
        reference = lead(letter).payload["business_id"]
        return [one["lead"]["business_id"] for one in self.sandbox.accepted].count(reference)


@pytest.fixture
def scene(url: str, clock: Clock) -> Iterator[Scene]:
    with Sandbox() as sandbox:
        yield Scene(url, clock, sandbox)


@pytest.fixture
def back_up(request: pytest.FixtureRequest, dialect: str) -> Iterator[Callable[[str], str]]:
    """Return a way to copy a database that nobody uses; it returns the copy's URL."""
    if dialect == "sqlite":
        yield copy_file
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    copies: list[str] = []

    def copy(url: str) -> str:
        copies.append(cluster.new_database(template=url))
        return copies[-1]

    yield copy
    for url in copies:
        cluster.drop_database(url)


def copy_file(url: str) -> str:
    copy = f"{url}-copy"
    with (
        closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as original,
        closing(sqlite3.connect(copy.removeprefix("sqlite:///"))) as restored,
    ):
        original.backup(restored)
    return copy


@pytest.fixture
def shift(scene: Scene, open_ledger: OpenLedger) -> Shift:
    return scene.shift(open_ledger())


def test_a_web_server_that_dies_before_the_commit_has_stored_nothing(
    scene: Scene, shift: Shift
) -> None:
    scene.crash("accept", "storing")
    assert shift.ledger.find(lead().id) is None

    shift.ledger.accept(lead())
    shift.finish()

    assert scene.leads() == 1


def test_a_web_server_that_dies_before_the_answer_has_stored_one_lead(
    scene: Scene, shift: Shift
) -> None:
    scene.crash("accept", "stored")
    assert state_of(shift.ledger) is State.QUEUED

    shift.ledger.accept(lead())
    shift.finish()

    assert scene.leads() == 1


@pytest.mark.parametrize(
    ("moment", "mode", "left_behind"),
    [
        ("claiming", Mode.OK, State.QUEUED),
        ("claimed", Mode.OK, State.SENDING),
        ("connected", Mode.OK, State.SENDING),
        ("sent", Mode.ACCEPT_THEN_HANG, State.SENDING),
        ("sent", Mode.HANG, State.SENDING),
        ("answered", Mode.OK, State.SENDING),
        ("answered", Mode.RETRY_AFTER_503, State.SENDING),
        ("settling", Mode.OK, State.SENDING),
        ("settling", Mode.ERROR_500, State.SENDING),
        ("settled", Mode.OK, State.DELIVERED),
        ("settled", Mode.ACCEPT_THEN_502, State.UNCONFIRMED),
    ],
)
def test_a_lead_whose_courier_dies_arrives_once(
    scene: Scene, shift: Shift, moment: str, mode: Mode, left_behind: State
) -> None:
    shift.ledger.accept(lead())

    scene.sandbox.mode = mode
    scene.crash("deliver", moment)
    assert state_of(shift.ledger) is left_behind

    scene.sandbox.mode = Mode.OK
    shift.finish()
    assert state_of(shift.ledger) is State.DELIVERED
    assert scene.leads() == 1


def test_a_courier_that_dies_inside_the_claim_keeps_nobody_else_from_it(
    scene: Scene, shift: Shift
) -> None:
    shift.ledger.accept(lead())

    scene.crash("deliver", "claiming")
    shift.finish()

    assert [one.fence for one in shift.ledger.story(lead().id).attempts] == [1]


@pytest.mark.parametrize("mode", [Mode.ACCEPT_THEN_HANG, Mode.HANG])
def test_without_a_lookup_what_a_dead_courier_left_is_held_and_not_sent_again(
    scene: Scene, open_ledger: OpenLedger, mode: Mode
) -> None:
    ledger = open_ledger()
    ledger.accept(lead())

    scene.sandbox.mode = mode
    scene.crash("deliver", "sent")
    assert decide_all(ledger) == []
    scene.clock.advance(60)

    assert decide_all(ledger) == ["A"]
    assert state_of(ledger) is State.HELD
    assert ledger.claim("courier-2") is None


@pytest.mark.parametrize(
    ("moment", "mode", "left_behind"),
    [
        ("deciding", Mode.ACCEPT_THEN_502, State.UNCONFIRMED),
        ("deciding", Mode.ERROR_500, State.UNCONFIRMED),
        ("decided", Mode.ACCEPT_THEN_502, State.DELIVERED),
        ("decided", Mode.ERROR_500, State.UNCONFIRMED),
    ],
)
def test_a_lead_whose_reconciler_dies_arrives_once(
    scene: Scene, shift: Shift, moment: str, mode: Mode, left_behind: State
) -> None:
    shift.ledger.accept(lead())
    scene.sandbox.mode = mode
    shift.deliver()

    scene.sandbox.mode = Mode.OK
    scene.clock.advance(2)
    scene.crash("look", moment)
    assert state_of(shift.ledger) is left_behind

    shift.finish()
    assert scene.leads() == 1


@pytest.mark.parametrize("moment", ["claim committed", "claimed", "connected"])
def test_a_courier_that_froze_after_its_claim_sends_nothing_when_it_wakes(
    scene: Scene, open_ledger: OpenLedger, moment: str
) -> None:
    shift = scene.shift(open_ledger(numbers=QUICK, now=None), pass_time=wait_a_little)
    shift.ledger.accept(lead())

    with scene.frozen(moment):
        shift.finish()
        assert scene.leads() == 1

    assert scene.leads() == 1
    assert state_of(shift.ledger) is State.DELIVERED


def test_a_courier_that_froze_inside_its_claim_puts_the_lead_back_when_it_wakes(
    scene: Scene, open_ledger: OpenLedger
) -> None:
    shift = scene.shift(open_ledger(numbers=QUICK, now=None), pass_time=wait_a_little)
    shift.ledger.accept(lead())

    with scene.frozen("claiming"):
        threading.Event().wait(GATE_SECONDS)

    assert (state_of(shift.ledger), scene.leads()) == (State.QUEUED, 0)
    shift.finish()
    assert scene.leads() == 1


def test_a_frozen_courier_that_was_refused_takes_nothing_from_the_one_who_sends(
    scene: Scene, shift: Shift
) -> None:
    shift.ledger.accept(lead())
    scene.sandbox.mode = Mode.RETRY_AFTER_503

    with scene.frozen("answered", scene.clock.now):
        scene.sandbox.mode = Mode.OK
        shift.look_until(State.QUEUED)
        scene.clock.advance(60)
        second = claim(shift.ledger)
        outcome = shift.send(second)

    scene.clock.advance(30)
    assert shift.ledger.claim("courier-3") is None
    assert shift.ledger.settle(second, outcome) is State.DELIVERED
    assert scene.leads() == 1


def test_a_frozen_courier_that_has_proof_is_believed_when_it_wakes(
    scene: Scene, shift: Shift
) -> None:
    shift.ledger.accept(lead())

    with scene.frozen("answered", scene.clock.now):
        scene.clock.advance(60)
        assert decide_all(shift.ledger) == ["A"]
        assert state_of(shift.ledger) is State.HELD

    assert state_of(shift.ledger) is State.DELIVERED
    assert scene.leads() == 1


@pytest.mark.parametrize(("is_recovered", "leads"), [(True, 3), (False, 4)])
def test_a_restored_ledger_sends_nothing_again_once_it_is_recovered(
    scene: Scene,
    open_ledger: OpenLedger,
    back_up: Callable[[str], str],
    *,
    is_recovered: bool,
    leads: int,
) -> None:
    ledger = open_ledger()
    shift = scene.shift(ledger)
    ledger.accept(lead("A"))
    in_flight = claim(ledger)
    ledger.accept(lead("B"))
    ledger.accept(lead("C"))
    ledger.close()
    copy = back_up(scene.url)

    # After the backup was made two of them are delivered, and then the disk is lost.
    ledger = open_ledger()
    for claimed in (in_flight, claim(ledger)):
        ledger.settle(claimed, shift.send(claimed))
    ledger.close()

    with closing(Ledger.open(copy, numbers=NUMBERS, now=scene.clock)) as restored:
        if is_recovered:
            restored.recover(actor="kim", reason="the disk is lost")
        replace(shift, ledger=restored).finish()
    assert sum(map(scene.leads, "ABC")) == leads


def wait_a_little() -> None:
    threading.Event().wait(0.01)
