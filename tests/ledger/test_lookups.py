"""Transitions 7 to 10: what lookups decide, and what they cannot."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import pytest

from leadframe.ledger import Ledger, Outcome, Sightings, State, Verdict
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    NEGATIVES,
    NOT_SENT,
    NUMBERS,
    REFUSED,
    Clock,
    claim,
    decide_all,
    find,
    look,
    state_of,
    submission,
    trail,
)

PACE = NUMBERS.lookup_seconds[-1]


def doubt(ledger: Ledger, letter: str = "A", *, slug: str = "acme") -> None:
    """Bring a lead into doubt."""
    ledger.accept(submission(letter, slug=slug))
    ledger.settle(claim(ledger), AMBIGUOUS)


def verify(ledger: Ledger, clock: Clock, *, by: str = "this way") -> None:
    """Deliver a lead and find it, so that absence means something."""
    ledger.accept(submission("V"))
    ledger.settle(claim(ledger), DELIVERED)
    clock.advance(NUMBERS.lookup_seconds[0])
    assert look(ledger, "V", by=by) == []


def look_until_decided(ledger: Ledger, clock: Clock, **what: Any) -> float:
    """Look at every opportunity; return how long it took until the lead moved."""
    began = clock.now
    while True:
        clock.advance(1)
        if look(ledger, **what):
            return clock.now - began


class TestLeases:
    def test_nothing_is_swept_while_couriers_work(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission("A"))
        ledger.accept(submission("B"))
        claim(ledger)
        clock.advance(NUMBERS.lease_seconds - 1)

        assert ledger.sweep() == 0
        assert (state_of(ledger, "A"), state_of(ledger, "B")) == (State.SENDING, State.QUEUED)

    def test_the_lead_of_a_lost_courier_is_in_doubt(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        claim(ledger)
        clock.advance(NUMBERS.lease_seconds)

        assert ledger.sweep() == 1

        story = ledger.story("A" * 16)
        assert story.snapshot.state is State.UNCONFIRMED
        assert story.snapshot.error == "the courier did not come back"
        assert story.attempts[0].outcome is Verdict.AMBIGUOUS
        assert story.attempts[0].ended == clock.now
        assert trail(ledger)[-1] == ("reconciler", State.SENDING, State.UNCONFIRMED)

    def test_it_is_looked_for_at_once(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        claim(ledger)
        clock.advance(NUMBERS.lease_seconds)
        ledger.sweep()

        assert look(ledger, "A") == ["A"]
        assert state_of(ledger) is State.DELIVERED

    @pytest.mark.parametrize("outcome", [*NEGATIVES, DELIVERED])
    def test_a_slow_courier_brings_nothing_but_proof(
        self, ledger: Ledger, clock: Clock, outcome: Outcome
    ) -> None:
        ledger.accept(submission())
        current = claim(ledger)
        clock.advance(NUMBERS.lease_seconds)
        ledger.sweep()

        proved = outcome is DELIVERED
        expected = State.DELIVERED if proved else State.UNCONFIRMED
        assert ledger.settle(current, outcome) is expected

    def test_its_form_takes_up_work_again(self, ledger: Ledger, clock: Clock) -> None:
        for letter in "ABC":
            ledger.accept(submission(letter))
        claim(ledger)
        claim(ledger)
        clock.advance(NUMBERS.lease_seconds)
        ledger.sweep()

        assert claim(ledger).id == "C" * 16


class TestWithoutLookup:
    def test_a_doubtful_lead_is_held_with_the_reason(self, ledger: Ledger) -> None:
        doubt(ledger)

        assert decide_all(ledger) == ["A"]

        assert state_of(ledger) is State.HELD
        assert trail(ledger)[-1] == ("reconciler", State.UNCONFIRMED, State.HELD)
        assert ledger.story("A" * 16).events[-1].reason == "no API key"
        assert find(ledger).error == "broke off"
        assert decide_all(ledger) == []

    def test_each_form_says_whether_it_would_rather_pay_twice(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger, "A", slug="careful")
        doubt(ledger, "B", slug="careless")

        ledger.give_up("careful", resend=False, reason="no API key")
        ledger.give_up("careless", resend=True, reason="no API key")

        assert state_of(ledger, "A") is State.HELD
        assert state_of(ledger, "B") is State.QUEUED
        assert find(ledger, "B").due_at == clock.now + 2.5

    def test_a_lead_that_stays_doubtful_is_held_in_the_end(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        ledger.accept(submission())
        states = []
        for _ in range(NUMBERS.max_tries):
            ledger.settle(claim(ledger), AMBIGUOUS)
            decide_all(ledger, resend=True)
            states.append(state_of(ledger))
            clock.advance(3600)

        assert states == [State.QUEUED, State.QUEUED, State.QUEUED, State.HELD]

    def test_what_is_not_in_doubt_is_left_alone(self, ledger: Ledger) -> None:
        for letter, outcome in {"A": REFUSED, "B": DELIVERED, "C": NOT_SENT}.items():
            ledger.accept(submission(letter))
            ledger.settle(claim(ledger), outcome)

        assert decide_all(ledger) == []
        states = {lead.id[0]: lead.state for lead in ledger.list()}
        assert states == {"A": State.DEAD, "B": State.DELIVERED, "C": State.QUEUED}


class TestPresence:
    def test_what_a_lookup_shows_is_delivered(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])

        assert look(ledger, "A") == ["A"]

        lead = find(ledger)
        assert (lead.state, lead.upstream_id) == (State.DELIVERED, "lead-A")
        assert lead.delivered_at == clock.now
        assert trail(ledger)[-1] == ("reconciler", State.UNCONFIRMED, State.DELIVERED)

    def test_it_is_believed_however_full_the_window_is(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])

        assert look(ledger, "A", window_from=inf) == ["A"]

    def test_one_lookup_serves_all_that_are_in_doubt(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger, "A")
        clock.advance(1)
        doubt(ledger, "B")
        clock.advance(1)

        assert sorted(look(ledger, "A", "B") or []) == ["A", "B"]


class TestAbsence:
    def test_it_is_proved_by_two_lookups_after_the_quarantine(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock)
        doubt(ledger)

        seconds = look_until_decided(ledger, clock)

        assert state_of(ledger) is State.QUEUED
        assert seconds >= NUMBERS.quarantine_seconds + NUMBERS.absent_gap_seconds
        assert seconds <= NUMBERS.quarantine_seconds + PACE + NUMBERS.absent_gap_seconds
        clock.advance(NUMBERS.backoff_seconds)
        assert claim(ledger).fence == 2

    def test_every_lookup_is_in_the_story(self, ledger: Ledger, clock: Clock) -> None:
        verify(ledger, clock)
        doubt(ledger)
        doubted_at = clock.now
        look_until_decided(ledger, clock)

        events = ledger.story("A" * 16).events
        lookups = [event for event in events if event.from_state is State.UNCONFIRMED]

        assert [event.at - doubted_at for event in lookups] == [2, 10, 30, 60, 120, 150]
        assert {event.to_state for event in lookups[:-1]} == {State.UNCONFIRMED}
        assert {event.reason for event in lookups[:-1]} == {"not among the 0 leads shown"}
        assert lookups[-1].reason == "not among the 0 leads shown again: it never arrived"

    def test_a_lost_courier_may_have_sent_until_its_lease_ran_out(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock)
        ledger.accept(submission())
        claim(ledger)
        clock.advance(NUMBERS.lease_seconds)
        ledger.sweep()

        assert look_until_decided(ledger, clock) >= NUMBERS.quarantine_seconds

    def test_a_lead_that_shows_late_makes_the_quarantine_longer(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger, "B")
        for wait in (2, 8, 20, 30):
            clock.advance(wait)
            assert look(ledger, *("B" if wait == 30 else "")) == (["B"] if wait == 30 else [])
        doubt(ledger)

        assert look_until_decided(ledger, clock) >= 4 * 60

    def test_an_outage_of_ours_is_not_taken_for_a_slow_api(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger, "B")
        clock.advance(2)
        look(ledger)
        clock.advance(3600)
        look(ledger, "B")
        doubt(ledger)

        assert look_until_decided(ledger, clock) < 3600

    def test_a_lead_whose_tries_are_exhausted_dies(self, ledger: Ledger, clock: Clock) -> None:
        verify(ledger, clock)
        ledger.accept(submission())
        for _ in range(NUMBERS.max_tries):
            ledger.settle(claim(ledger), AMBIGUOUS)
            look_until_decided(ledger, clock)
            clock.advance(3600)

        assert state_of(ledger) is State.DEAD

    @pytest.mark.parametrize("seconds_after", [-NUMBERS.clock_skew_seconds + 1, 0, inf])
    def test_newer_leads_may_hide_it_and_it_is_held(
        self, ledger: Ledger, clock: Clock, seconds_after: float
    ) -> None:
        verify(ledger, clock)
        doubt(ledger)

        look_until_decided(ledger, clock, window_from=clock.now + seconds_after)

        assert state_of(ledger) is State.HELD
        reason = "newer leads may have pushed it out of the lookup's sight"
        assert ledger.story("A" * 16).events[-1].reason == reason

    def test_a_full_window_that_reaches_back_far_enough_proves_it(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock)
        doubt(ledger)

        look_until_decided(ledger, clock, window_from=clock.now - NUMBERS.clock_skew_seconds)

        assert state_of(ledger) is State.QUEUED

    def test_a_form_may_rather_pay_twice_than_wait_for_a_person(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock)
        doubt(ledger)

        look_until_decided(ledger, clock, window_from=inf, resend=True)

        assert state_of(ledger) is State.QUEUED


class TestVerification:
    def test_a_lookup_that_never_showed_anything_proves_nothing(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger)

        look_until_decided(ledger, clock)

        assert state_of(ledger) is State.HELD
        reason = "the lookup has never shown a lead that is known to be there"
        assert ledger.story("A" * 16).events[-1].reason == reason

    def test_what_was_sent_to_another_place_is_not_missed_here(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock, by="another way")
        doubt(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])

        assert look(ledger) == ["A"]

        assert state_of(ledger) is State.HELD
        reason = "the form's channel, or the place of its reference, has changed since"
        assert ledger.story("A" * 16).events[-1].reason == reason

    def test_a_verification_holds_for_its_way_of_looking_alone(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock, by="another way")
        doubt(ledger, "B")
        clock.advance(NUMBERS.lookup_seconds[0])
        look(ledger)
        doubt(ledger)

        look_until_decided(ledger, clock)

        assert state_of(ledger) is State.HELD

    def test_a_changed_way_of_looking_is_verified_anew(self, ledger: Ledger, clock: Clock) -> None:
        verify(ledger, clock, by="another way")
        doubt(ledger, "B")
        clock.advance(NUMBERS.lookup_seconds[0])
        look(ledger)
        ledger.accept(submission("W"))
        ledger.settle(claim(ledger), DELIVERED)
        clock.advance(NUMBERS.lookup_seconds[0])
        look(ledger, "W")
        doubt(ledger)

        look_until_decided(ledger, clock)

        assert state_of(ledger) is State.QUEUED

    def test_a_found_doubt_verifies_too(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger, "B")
        clock.advance(2)
        look(ledger, "B")
        doubt(ledger, "A")

        look_until_decided(ledger, clock)

        assert state_of(ledger) is State.QUEUED

    def test_the_first_delivery_is_looked_for(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), DELIVERED)

        assert ledger.doubtful_forms() == []
        clock.advance(NUMBERS.lookup_seconds[0])
        assert ledger.doubtful_forms() == ["acme"]

        look(ledger, "A")
        clock.advance(3600)
        assert ledger.doubtful_forms() == []

    def test_a_delivery_that_never_shows_is_given_up_for_the_next(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        ledger.accept(submission("A"))
        ledger.settle(claim(ledger), DELIVERED)
        for _ in range(int(NUMBERS.quarantine_seconds) + 1):
            clock.advance(1)
            look(ledger)
        assert ledger.doubtful_forms() == []

        ledger.accept(submission("B"))
        ledger.settle(claim(ledger), DELIVERED)
        clock.advance(NUMBERS.lookup_seconds[0])

        assert ledger.doubtful_forms() == ["acme"]

    def test_without_a_lookup_the_first_delivery_waits(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), DELIVERED)
        clock.advance(NUMBERS.lookup_seconds[0])
        decide_all(ledger)

        assert ledger.doubtful_forms() == []
        clock.advance(PACE)
        assert ledger.doubtful_forms() == ["acme"]


class TestTurns:
    def test_nothing_is_asked_before_it_is_due(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger)

        assert ledger.doubtful_forms() == ["acme"]
        assert look(ledger) is None
        clock.advance(NUMBERS.lookup_seconds[0])
        assert look(ledger) == []
        assert look(ledger) is None

    def test_one_reconciler_at_a_time_looks_a_form_up(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])

        assert ledger.begin_lookup(["acme"], owner="one") == clock.now
        assert ledger.begin_lookup(["acme"], owner="two") is None
        assert ledger.begin_lookup(["acme", "other"], owner="two") is None

    def test_another_takes_over_from_one_that_died(self, ledger: Ledger, clock: Clock) -> None:
        doubt(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])
        ledger.begin_lookup(["acme"], owner="one")
        clock.advance(NUMBERS.lease_seconds)

        assert look(ledger, "A") == ["A"]

    def test_one_that_froze_cannot_decide_about_a_later_attempt(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        verify(ledger, clock)
        doubt(ledger)
        frozen_at = clock.now
        look_until_decided(ledger, clock)
        clock.advance(NUMBERS.backoff_seconds)
        claim(ledger)

        assert look(ledger) is None
        assert state_of(ledger) is State.SENDING
        assert frozen_at < clock.now

    def test_two_lookups_at_the_same_time_count_once(self, ledger: Ledger, clock: Clock) -> None:
        verify(ledger, clock)
        doubt(ledger)
        clock.advance(NUMBERS.quarantine_seconds)
        asked_at = ledger.begin_lookup(["acme"], owner="one")
        assert asked_at == clock.now
        nothing = Sightings(upstream_ids={}, window_from=-inf, shown=0)
        for _ in range(3):
            ledger.finish_lookup("acme", nothing, asked_at=asked_at, by="this way", resend=False)

        assert state_of(ledger) is State.UNCONFIRMED


class TestFailure:
    def test_a_failed_lookup_is_told_and_tried_again_later(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger)
        waits = []
        for _ in range(7):
            while ledger.begin_lookup(["acme"], owner="one") is None:
                clock.advance(1)
            waits.append(clock.now)
            ledger.fail_lookup(["acme"], reason="no connection")

        gaps = [later - sooner for sooner, later in pairwise(waits)]
        assert gaps == [30, 60, 120, 240, 480, 900]
        last = ledger.story("A" * 16).events[-1]
        assert (last.reason, last.from_state, last.to_state) == (
            "no connection",
            State.UNCONFIRMED,
            State.UNCONFIRMED,
        )

    def test_after_an_answer_the_pace_is_the_usual_one(self, ledger: Ledger, clock: Clock) -> None:
        verify(ledger, clock)
        doubt(ledger)
        clock.advance(2)
        for _ in range(3):
            assert ledger.begin_lookup(["acme"], owner="one")
            ledger.fail_lookup(["acme"], reason="no connection")
            clock.advance(900)
        assert look(ledger) == []
        clock.advance(NUMBERS.absent_gap_seconds)

        assert look(ledger) == ["A"]

    def test_what_cannot_be_looked_up_for_too_long_is_held(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        doubt(ledger)
        clock.advance(NUMBERS.max_age_seconds)
        ledger.begin_lookup(["acme"], owner="one")

        held = ledger.fail_lookup(["acme"], reason="no connection")

        assert (held, state_of(ledger)) == (["A" * 16], State.HELD)
        assert ledger.story("A" * 16).events[-1].reason == "for too long: no connection"
