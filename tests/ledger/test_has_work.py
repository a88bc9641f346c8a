"""Whether a reconciler has to look any closer."""

from __future__ import annotations

from leadframe.ledger import Ledger
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NUMBERS,
    Clock,
    claim,
    decide_all,
    look,
    submission,
)

A_LOOK_SECONDS = NUMBERS.lookup_seconds[0]


def test_an_empty_ledger_has_no_work(ledger: Ledger) -> None:
    assert not ledger.has_work()


def test_what_waits_or_is_under_way_is_no_work(ledger: Ledger) -> None:
    ledger.accept(submission("A"))
    ledger.accept(submission("B"))
    claim(ledger)

    assert not ledger.has_work()


def test_a_courier_that_did_not_come_back_is_work(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    claim(ledger)
    clock.advance(NUMBERS.lease_seconds)

    assert ledger.has_work()


def test_a_doubt_is_work_until_it_is_decided(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), AMBIGUOUS)
    assert ledger.has_work()

    decide_all(ledger)

    assert not ledger.has_work()


def test_a_lead_that_can_prove_the_lookup_is_work_when_it_is_due(
    ledger: Ledger, clock: Clock
) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), DELIVERED)
    assert not ledger.has_work()

    clock.advance(A_LOOK_SECONDS)
    assert ledger.has_work()

    look(ledger, "A")
    assert not ledger.has_work()


def test_a_closed_form_is_work_when_its_pause_is_over(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), MISCONFIGURED)
    assert not ledger.has_work()

    clock.advance(NUMBERS.breaker_pause_seconds)

    assert ledger.has_work()
