from __future__ import annotations

from leadframe.ledger import Ledger
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NOT_SENT,
    NUMBERS,
    Clock,
    claim,
    submission,
)


def test_an_empty_ledger_has_nothing_coming(ledger: Ledger) -> None:
    assert ledger.seconds_until_due() is None


def test_a_delivered_lead_needs_nothing(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), DELIVERED)

    assert ledger.seconds_until_due() is None


def test_the_earliest_queued_lead_counts(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A"))
    ledger.settle(claim(ledger), NOT_SENT)

    assert ledger.seconds_until_due() == 2.5

    clock.advance(1)
    ledger.accept(submission("B", slug="other"))

    assert ledger.seconds_until_due() == 0


def test_a_lease_counts_when_it_runs_out(ledger: Ledger) -> None:
    ledger.accept(submission())
    claim(ledger)

    assert ledger.seconds_until_due() == NUMBERS.lease_seconds


def test_a_doubtful_lead_is_no_work_for_couriers(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), AMBIGUOUS)

    assert ledger.seconds_until_due() is None


def test_a_paused_form_wakes_nobody(ledger: Ledger) -> None:
    ledger.accept(submission("A"))
    ledger.settle(claim(ledger), MISCONFIGURED)
    ledger.accept(submission("B"))

    assert ledger.seconds_until_due() is None


def test_a_busy_form_wakes_nobody_before_its_leases_run_out(
    open_ledger: OpenLedger,
) -> None:
    ledger = open_ledger()
    for letter in "ABC":
        ledger.accept(submission(letter))
    claim(ledger)
    claim(ledger)

    assert ledger.seconds_until_due() == NUMBERS.lease_seconds
