from __future__ import annotations

import os
import socket

from leadframe.ledger import Ledger
from tests.ledger.world import Clock


def present(ledger: Ledger) -> list[str]:
    return [worker.id for worker in ledger.workers(within_seconds=60)]


def test_couriers_are_seen_while_they_sign_in(ledger: Ledger, clock: Clock) -> None:
    ledger.sign_in("one")
    ledger.sign_in("two")
    clock.advance(50)
    ledger.sign_in("two")
    clock.advance(50)

    assert present(ledger) == ["two"]


def test_one_that_ended_in_good_order_is_not_seen(ledger: Ledger) -> None:
    ledger.sign_in("one")
    ledger.sign_out("one")

    assert present(ledger) == []


def test_they_tell_who_they_are_and_since_when(ledger: Ledger, clock: Clock) -> None:
    began = clock.now
    ledger.sign_in("one")
    clock.advance(5)
    ledger.sign_in("one")

    (worker,) = ledger.workers(within_seconds=60)

    assert (worker.host, worker.pid) == (socket.gethostname(), os.getpid())
    assert (worker.started, worker.heartbeat) == (began, clock.now)
    assert worker.version


def test_those_long_gone_are_forgotten(ledger: Ledger, clock: Clock) -> None:
    ledger.sign_in("one")
    clock.advance(90_000)
    ledger.sign_in("two")

    assert [worker.id for worker in ledger.workers(within_seconds=1e9)] == ["two"]
