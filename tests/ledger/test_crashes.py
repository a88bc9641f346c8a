"""The rows of ledger.md, "Every crash point", that the ledger alone answers for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leadframe.ledger import State
from tests.ledger.child import CRASHED
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import NUMBERS, Clock, claim, decide_all, state_of, submission


def crash(url: str, operation: str, moment: str) -> None:
    """Let another process do it, and die without a farewell."""
    command = [sys.executable, "-m", "tests.ledger.child", url, operation, moment]
    assert subprocess.run(command, check=False).returncode == CRASHED  # noqa: S603 - our own


def test_a_web_server_that_dies_before_the_commit_has_stored_nothing(
    open_ledger: OpenLedger, url: str
) -> None:
    crash(url, "accept", "before")
    ledger = open_ledger()

    assert ledger.list() == []
    assert ledger.accept(submission()).state is State.QUEUED


def test_a_web_server_that_dies_before_the_answer_has_stored_one_lead(
    open_ledger: OpenLedger, url: str
) -> None:
    crash(url, "accept", "after")
    ledger = open_ledger()

    ledger.accept(submission())

    assert len(ledger.list()) == 1


def test_a_courier_that_dies_inside_the_claim_has_not_claimed(
    open_ledger: OpenLedger, url: str
) -> None:
    ledger = open_ledger()
    ledger.accept(submission())

    crash(url, "claim", "before")

    assert claim(ledger).fence == 1
    assert len(ledger.story("A" * 16).attempts) == 1


@pytest.mark.parametrize(("operation", "moment"), [("claim", "after"), ("settle", "before")])
def test_a_courier_that_dies_while_sending_leaves_a_doubt(
    open_ledger: OpenLedger, url: str, clock: Clock, operation: str, moment: str
) -> None:
    ledger = open_ledger()
    ledger.accept(submission())

    crash(url, operation, moment)

    assert state_of(ledger) is State.SENDING
    assert ledger.claim("courier-2") is None
    clock.advance(NUMBERS.lease_seconds)
    assert decide_all(ledger) == ["A"]
    assert state_of(ledger) is State.HELD


def test_a_courier_that_dies_after_settling_has_settled(open_ledger: OpenLedger, url: str) -> None:
    ledger = open_ledger()
    ledger.accept(submission())

    crash(url, "settle", "after")

    assert state_of(ledger) is State.DELIVERED
