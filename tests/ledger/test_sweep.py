from __future__ import annotations

import pytest

from leadframe.ledger import Ledger, Outcome, State, Verdict
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NEGATIVES,
    NOT_SENT,
    NUMBERS,
    Clock,
    claim,
    find,
    held,
    resent,
    state_of,
    submission,
    trail,
)


def test_there_is_nothing_to_sweep_while_couriers_work(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A"))
    ledger.accept(submission("B"))
    claim(ledger)
    clock.advance(NUMBERS.lease_seconds - 1)

    assert ledger.sweep(held) == 0
    assert state_of(ledger, "A") is State.SENDING
    assert state_of(ledger, "B") is State.QUEUED


def test_the_lead_of_a_lost_courier_is_held(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    claim(ledger)
    clock.advance(NUMBERS.lease_seconds)

    assert ledger.sweep(held) == 1

    story = ledger.story("A" * 16)
    assert story.snapshot.state is State.HELD
    assert story.snapshot.error == "the courier did not come back"
    assert story.attempts[0].outcome is Verdict.AMBIGUOUS
    assert story.attempts[0].ended == clock.now
    assert trail(ledger)[-2:] == [
        ("sweeper", State.SENDING, State.UNCONFIRMED),
        ("sweeper", State.UNCONFIRMED, State.HELD),
    ]


def test_an_ambiguous_lead_is_held_at_once(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), AMBIGUOUS)

    assert ledger.sweep(held) == 1
    assert find(ledger).error == "broke off"
    assert trail(ledger)[-1] == ("sweeper", State.UNCONFIRMED, State.HELD)
    assert ledger.sweep(held) == 0


def test_each_form_says_whether_it_would_rather_pay_twice(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A", slug="careful"))
    ledger.accept(submission("B", slug="careless"))
    for _ in range(2):
        ledger.settle(claim(ledger), AMBIGUOUS)

    assert ledger.sweep(lambda slug: slug == "careful") == 2
    assert state_of(ledger, "A") is State.HELD
    assert state_of(ledger, "B") is State.QUEUED
    assert find(ledger, "B").due_at == clock.now + 2.5


def test_a_lead_that_stays_doubtful_is_held_in_the_end(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    states = []
    for _ in range(NUMBERS.max_tries):
        ledger.settle(claim(ledger), AMBIGUOUS)
        ledger.sweep(resent)
        states.append(state_of(ledger))
        clock.advance(3600)

    assert states == [State.QUEUED, State.QUEUED, State.QUEUED, State.HELD]


@pytest.mark.parametrize("outcome", [*NEGATIVES, DELIVERED])
def test_a_courier_that_settles_in_time_wins_over_the_sweep(
    ledger: Ledger, clock: Clock, outcome: Outcome
) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    clock.advance(NUMBERS.lease_seconds)
    seen: list[State] = []

    def settle_meanwhile(_slug: str) -> bool:
        seen.append(ledger.settle(current, outcome))
        return True

    assert ledger.sweep(settle_meanwhile) == 0
    assert state_of(ledger) is seen[0]


def test_a_sweep_leaves_alone_what_another_courier_claimed_meanwhile(
    ledger: Ledger, clock: Clock
) -> None:
    ledger.accept(submission())
    slow = claim(ledger)
    clock.advance(NUMBERS.lease_seconds)

    def claim_meanwhile(_slug: str) -> bool:
        ledger.settle(slow, NOT_SENT)
        clock.advance(60)
        claim(ledger)
        return True

    assert ledger.sweep(claim_meanwhile) == 0
    assert state_of(ledger) is State.SENDING
    assert ledger.story("A" * 16).attempts[-1].ended is None


def test_a_slow_courier_cannot_undo_a_sweep(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    clock.advance(NUMBERS.lease_seconds)
    ledger.sweep(held)

    assert ledger.settle(current, NOT_SENT) is State.HELD
    assert ledger.settle(current, DELIVERED) is State.DELIVERED


def test_a_swept_form_takes_up_work_again(ledger: Ledger, clock: Clock) -> None:
    for letter in "ABC":
        ledger.accept(submission(letter))
    claim(ledger)
    claim(ledger)
    clock.advance(NUMBERS.lease_seconds)
    ledger.sweep(held)

    assert claim(ledger).id == "C" * 16


class TestNextDueAt:
    def test_an_empty_ledger_has_nothing_coming(self, ledger: Ledger) -> None:
        assert ledger.next_due_at() is None

    def test_a_delivered_lead_needs_nothing(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), DELIVERED)

        assert ledger.next_due_at() is None

    def test_the_earliest_queued_lead_counts(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission("A"))
        ledger.settle(claim(ledger), NOT_SENT)

        assert ledger.next_due_at() == clock.now + 2.5

        clock.advance(1)
        ledger.accept(submission("B", slug="other"))

        assert ledger.next_due_at() == clock.now

    def test_a_lease_counts_when_it_runs_out(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        claim(ledger)

        assert ledger.next_due_at() == clock.now + NUMBERS.lease_seconds

    def test_a_doubtful_lead_counts_at_once(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), AMBIGUOUS)

        assert ledger.next_due_at() == clock.now

    def test_a_paused_form_wakes_nobody(self, ledger: Ledger) -> None:
        ledger.accept(submission("A"))
        ledger.settle(claim(ledger), MISCONFIGURED)
        ledger.accept(submission("B"))

        assert ledger.next_due_at() is None

    def test_a_busy_form_wakes_nobody_before_its_leases_run_out(
        self, open_ledger: OpenLedger, clock: Clock
    ) -> None:
        ledger = open_ledger()
        for letter in "ABC":
            ledger.accept(submission(letter))
        claim(ledger)
        claim(ledger)

        assert ledger.next_due_at() == clock.now + NUMBERS.lease_seconds
