"""A form that fails rests, and a form that is refused closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.errors import RefusedTransitionError
from leadframe.ledger import Ledger, Outcome, State
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NOT_SENT,
    NUMBERS,
    REFUSED,
    Clock,
    claim,
    decide_all,
    submission,
)

FAILURES = 3
REST = NUMBERS.breaker_pause_seconds


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    """Sensitive to failures, and patient with leads."""
    numbers = replace(NUMBERS, breaker_failures=FAILURES, backoff_max_seconds=0.001, max_tries=99)
    return open_ledger(numbers=numbers)


def accept(ledger: Ledger, letters: str) -> None:
    for letter in letters:
        ledger.accept(submission(letter))


def fail(ledger: Ledger, clock: Clock, times: int, outcome: Outcome = NOT_SENT) -> None:
    for _ in range(times):
        clock.advance(1)
        ledger.settle(claim(ledger), outcome)
    clock.advance(1)


class TestBreaker:
    @pytest.mark.parametrize("outcome", [NOT_SENT, AMBIGUOUS])
    def test_a_form_rests_after_so_many_failures_in_a_row(
        self, ledger: Ledger, clock: Clock, outcome: Outcome
    ) -> None:
        accept(ledger, "ABCD")

        fail(ledger, clock, FAILURES, outcome)

        assert ledger.claim("courier-1") is None
        clock.advance(REST)
        assert ledger.claim("courier-1") is not None

    def test_visitors_see_nothing_of_it(self, ledger: Ledger, clock: Clock) -> None:
        accept(ledger, "A")

        fail(ledger, clock, FAILURES)

        assert ledger.pause_reasons().get("acme") is None
        assert ledger.closed_forms() == []
        assert ledger.accept(submission("B")).state is State.QUEUED

    def test_other_forms_go_on(self, ledger: Ledger, clock: Clock) -> None:
        accept(ledger, "A")
        fail(ledger, clock, FAILURES)

        ledger.accept(submission("B", slug="other"))

        assert claim(ledger).slug == "other"

    @pytest.mark.parametrize("outcome", [DELIVERED, REFUSED])
    def test_an_answer_ends_the_row(self, ledger: Ledger, clock: Clock, outcome: Outcome) -> None:
        accept(ledger, "AB")
        fail(ledger, clock, FAILURES - 1)
        ledger.settle(claim(ledger), outcome)

        fail(ledger, clock, FAILURES - 1)

        assert ledger.claim("courier-1") is not None

    def test_after_the_rest_a_single_lead_tries(self, ledger: Ledger, clock: Clock) -> None:
        accept(ledger, "AB")
        fail(ledger, clock, FAILURES)
        clock.advance(REST)

        probe = claim(ledger)

        assert ledger.claim("courier-2") is None
        ledger.settle(probe, DELIVERED)
        assert ledger.claim("courier-2") is not None

    def test_the_rest_doubles_with_each_lead_that_tries_in_vain(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        accept(ledger, "A")
        fail(ledger, clock, FAILURES)
        rests = []
        for _ in range(7):
            rested_since = clock.now - 1
            while (probe := ledger.claim("courier-1")) is None:
                clock.advance(1)
            rests.append(clock.now - rested_since)
            ledger.settle(probe, NOT_SENT)
            clock.advance(1)

        assert rests == [30, 60, 120, 240, 480, 900, 900]

    def test_failures_of_leads_that_were_under_way_count_once(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        accept(ledger, "AB")
        fail(ledger, clock, FAILURES - 1)
        first, second = claim(ledger), claim(ledger)
        ledger.settle(first, NOT_SENT)
        ledger.settle(second, NOT_SENT)

        clock.advance(REST)

        assert ledger.claim("courier-1") is not None


class TestClosing:
    def close(self, ledger: Ledger) -> None:
        accept(ledger, "A")
        ledger.settle(claim(ledger), MISCONFIGURED)

    def test_a_closed_form_has_a_reason_and_sends_nothing(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        self.close(ledger)
        clock.advance(NUMBERS.max_age_seconds)

        assert ledger.pause_reasons().get("acme") == "API not enabled"
        assert ledger.claim("courier-1") is None

    def test_it_is_asked_about_again_and_again(self, ledger: Ledger, clock: Clock) -> None:
        self.close(ledger)
        waits = []
        for _ in range(6):
            asked_at = clock.now
            while ledger.closed_forms() != ["acme"]:
                clock.advance(1)
            waits.append(clock.now - asked_at)
            ledger.stay_closed("acme")

        assert waits == [30, 60, 120, 240, 480, 900]
        assert ledger.pause_reasons().get("acme") == "API not enabled"

    def test_it_opens_with_a_single_lead(self, ledger: Ledger) -> None:
        self.close(ledger)
        accept(ledger, "BC")

        ledger.resume("acme", actor="kim", reason="switched on")

        assert ledger.pause_reasons().get("acme") is None
        first = claim(ledger)
        assert ledger.claim("courier-2") is None
        ledger.settle(first, DELIVERED)
        assert ledger.claim("courier-2") is not None

    def test_the_leads_that_waited_tell_who_opened_it_and_why(self, ledger: Ledger) -> None:
        self.close(ledger)
        accept(ledger, "B")

        ledger.resume("acme", actor="kim", reason="switched on")

        last = ledger.story("B" * 16).events[-1]
        assert (last.actor, last.reason) == ("kim", "switched on")
        assert (last.from_state, last.to_state) == (State.QUEUED, State.QUEUED)

    def test_one_that_is_refused_again_closes_for_longer(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        self.close(ledger)
        ledger.resume("acme", actor="kim", reason="switched on")
        ledger.settle(claim(ledger), MISCONFIGURED)

        clock.advance(30)
        assert ledger.closed_forms() == []
        clock.advance(30)
        assert ledger.closed_forms() == ["acme"]

    def test_a_lead_that_was_under_way_does_not_open_it(self, ledger: Ledger) -> None:
        accept(ledger, "AB")
        first, second = claim(ledger), claim(ledger)
        ledger.settle(first, MISCONFIGURED)
        ledger.settle(second, DELIVERED)

        assert ledger.pause_reasons().get("acme") == "API not enabled"

    @pytest.mark.parametrize("slug", ["acme", "unknown"])
    def test_an_open_form_cannot_be_opened(self, ledger: Ledger, slug: str) -> None:
        accept(ledger, "A")

        with pytest.raises(RefusedTransitionError, match="not closed"):
            ledger.resume(slug, actor="kim", reason="why not")

    def test_an_open_form_stays_open(self, ledger: Ledger) -> None:
        accept(ledger, "A")

        ledger.stay_closed("acme")

        assert ledger.pause_reasons().get("acme") is None


class TestBarrier:
    def send(self, ledger: Ledger, number: int) -> bool:
        """Deliver one more lead, if the form allows it."""
        ledger.accept(replace(submission(), id=f"LEAD{number:012d}"))
        claimed = ledger.claim("courier-1")
        if claimed is None:
            return False
        ledger.settle(claimed, DELIVERED)
        return True

    @pytest.mark.parametrize("in_doubt", [True, False])
    def test_our_own_leads_cannot_push_one_out_of_sight(
        self, ledger: Ledger, *, in_doubt: bool
    ) -> None:
        accept(ledger, "A")
        current = claim(ledger)
        if in_doubt:
            ledger.settle(current, AMBIGUOUS)

        sent = [self.send(ledger, number) for number in range(NUMBERS.barrier_sends + 2)]

        assert sent == [True] * NUMBERS.barrier_sends + [False] * 2

    def test_it_opens_when_the_doubt_is_gone(self, ledger: Ledger) -> None:
        accept(ledger, "A")
        ledger.settle(claim(ledger), AMBIGUOUS)
        for number in range(NUMBERS.barrier_sends + 1):
            self.send(ledger, number)

        decide_all(ledger)

        assert ledger.claim("courier-1") is not None

    def test_it_counts_from_the_first_doubt(self, ledger: Ledger) -> None:
        accept(ledger, "A")
        ledger.settle(claim(ledger), AMBIGUOUS)
        sent = [self.send(ledger, number) for number in range(NUMBERS.barrier_sends - 1)]
        accept(ledger, "B")
        ledger.settle(claim(ledger), AMBIGUOUS)

        assert all(sent)
        assert not self.send(ledger, 99)
