"""Two couriers, visitors and an operator in any order, over a real file and a virtual clock.

The model below knows the rules of ledger.md and nothing of the code: after every step the ledger
must agree with it, and no lead that may have arrived is sent again unless somebody chose to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from leadframe.errors import RefusedTransitionError
from leadframe.ledger import Claim, Ledger, Outcome, State, Verdict
from tests.ledger.world import NUMBERS, Clock, submission

LETTERS = st.sampled_from("ABCDEF")
SLUG_OF = {"A": "acme", "B": "acme", "C": "acme", "D": "acme", "E": "other", "F": "other"}
COURIERS = st.sampled_from(["courier-1", "courier-2"])
OUTCOMES = st.builds(
    Outcome,
    verdict=st.sampled_from(Verdict),
    retry_after_seconds=st.none() | st.floats(0, 100),
)
ALLOWED = {
    (None, State.QUEUED),
    (State.QUEUED, State.SENDING),
    (State.SENDING, State.QUEUED),
    (State.SENDING, State.DEAD),
    (State.SENDING, State.UNCONFIRMED),
    (State.UNCONFIRMED, State.HELD),
    (State.UNCONFIRMED, State.QUEUED),
    (State.HELD, State.QUEUED),
    (State.DEAD, State.QUEUED),
    (State.QUEUED, State.QUEUED),
}


@dataclass
class Expected:
    """What the model believes of one submission."""

    state: State = State.QUEUED
    fence: int = 0
    leased_until: float = 0.0
    may_have_arrived: bool = False


@dataclass
class Model:
    """What the model believes of all."""

    leads: dict[str, Expected] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)

    def under_way(self) -> Counter[str]:
        return Counter(
            SLUG_OF[letter] for letter, lead in self.leads.items() if lead.state is State.SENDING
        )


class Couriers(RuleBasedStateMachine):
    claims: Bundle[Claim] = Bundle("claims")

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        self.model = Model()
        self.ledger = self.open()

    def open(self) -> Ledger:
        file = Path(self.folder.name) / "ledger.db"
        return Ledger.open(f"sqlite:///{file}", numbers=NUMBERS, now=self.clock, random=lambda: 0.5)

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(letter=LETTERS)
    def a_visitor_sends(self, letter: str) -> None:
        expected = self.model.leads.setdefault(letter, Expected())

        snapshot = self.ledger.accept(submission(letter, slug=SLUG_OF[letter]))

        assert snapshot.state is expected.state

    @rule(target=claims, courier=COURIERS)
    def a_courier_claims(self, courier: str) -> MultipleResults[Claim]:
        claimable = self.claimable()
        claimed = self.ledger.claim(courier)
        if claimed is None:
            assert not claimable
            return multiple()
        letter = claimed.id[0]
        expected = self.model.leads[letter]
        assert letter in claimable
        assert not expected.may_have_arrived
        assert claimed.fence == expected.fence + 1
        expected.state, expected.fence = State.SENDING, claimed.fence
        expected.leased_until = self.clock.now + NUMBERS.lease_seconds
        expected.may_have_arrived = True
        return multiple(claimed)

    def claimable(self) -> set[str]:
        """Name the leads that a courier may claim now: by the model, but for the times."""
        full = {
            slug
            for slug, count in self.model.under_way().items()
            if count >= NUMBERS.channel_in_flight
        }
        return {
            lead.id[0]
            for lead in self.ledger.list(State.QUEUED)
            if lead.due_at is not None
            and lead.due_at <= self.clock.now
            and lead.slug not in full | self.model.paused
        }

    @rule(claimed=claims, outcome=OUTCOMES)
    def a_courier_settles_and_may_come_again(self, claimed: Claim, outcome: Outcome) -> None:
        expected = self.model.leads[claimed.id[0]]
        holds = expected.state is State.SENDING and expected.fence == claimed.fence

        state = self.ledger.settle(claimed, outcome)

        if outcome.verdict is Verdict.DELIVERED:
            assert state is State.DELIVERED
        elif not holds:
            assert state is expected.state
        else:
            self.follow(expected, claimed, outcome.verdict, state)
        expected.state = state

    def follow(self, expected: Expected, claimed: Claim, verdict: Verdict, state: State) -> None:
        possible = {
            Verdict.NOT_SENT: {State.QUEUED, State.DEAD},
            Verdict.MISCONFIGURED: {State.QUEUED},
            Verdict.REFUSED: {State.DEAD},
            Verdict.AMBIGUOUS: {State.UNCONFIRMED},
        }
        assert state in possible[verdict]
        expected.may_have_arrived = verdict is Verdict.AMBIGUOUS
        if verdict is Verdict.MISCONFIGURED:
            self.model.paused.add(claimed.slug)

    @rule(_claimed=consumes(claims))
    def a_courier_is_killed(self, _claimed: Claim) -> None:
        pass

    @rule(seconds=st.sampled_from([1.0, 30.0, 61.0, 3600.0, 90000.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(careless=st.booleans())
    def a_courier_sweeps(self, careless: bool) -> None:  # noqa: FBT001 - Hypothesis names it
        doubtful = [
            letter
            for letter, lead in self.model.leads.items()
            if lead.state is State.UNCONFIRMED
            or (lead.state is State.SENDING and lead.leased_until <= self.clock.now)
        ]

        assert self.ledger.sweep(lambda _slug: not careless) == len(doubtful)

        for letter in doubtful:
            expected = self.model.leads[letter]
            expected.state = self.state_of(letter)
            if careless and expected.state is State.QUEUED:
                expected.may_have_arrived = False  # its form chose to pay twice
            else:
                assert expected.state is State.HELD

    @rule(letter=LETTERS)
    def an_operator_retries(self, letter: str) -> None:
        expected = self.model.leads.get(letter)
        if expected is None:
            assert self.ledger.find(letter * 16) is None
        elif expected.state in {State.HELD, State.DEAD, State.QUEUED}:
            self.ledger.retry(letter * 16, actor="kim", reason="asked")
            self.model.paused.discard(SLUG_OF[letter])
            expected.state = State.QUEUED
            expected.may_have_arrived = False  # a person chose to
        else:
            with pytest.raises(RefusedTransitionError):
                self.ledger.retry(letter * 16, actor="kim", reason="asked")

    @rule()
    def the_process_starts_anew(self) -> None:
        self.ledger.close()
        self.ledger = self.open()

    def state_of(self, letter: str) -> State:
        found = self.ledger.find(letter * 16)
        assert found is not None
        return found.state

    @invariant()
    def nothing_is_lost_and_nothing_else_is_there(self) -> None:
        found = {lead.id[0]: (lead.state, lead.fence) for lead in self.ledger.list()}
        assert found == {
            letter: (lead.state, lead.fence) for letter, lead in self.model.leads.items()
        }

    @invariant()
    def the_audit_trail_is_unbroken_and_lawful(self) -> None:
        for letter, expected in self.model.leads.items():
            story = self.ledger.story(letter * 16)
            moves = [(event.from_state, event.to_state) for event in story.events]
            assert [after for _, after in moves[:-1]] == [before for before, _ in moves[1:]]
            assert moves[-1][1] is expected.state
            assert {move for move in moves if move[1] is not State.DELIVERED} <= ALLOWED
            assert [attempt.fence for attempt in story.attempts] == [*range(1, expected.fence + 1)]

    @invariant()
    def no_form_has_more_under_way_than_it_may(self) -> None:
        assert all(count <= NUMBERS.channel_in_flight for count in self.model.under_way().values())

    @invariant()
    def forms_are_closed_as_expected(self) -> None:
        closed = {slug for slug in ("acme", "other") if self.ledger.pause_reason(slug)}
        assert closed == self.model.paused

    @invariant()
    def couriers_are_woken_when_there_is_work(self) -> None:
        due_at = self.ledger.next_due_at()
        if self.claimable():
            assert due_at is not None
            assert due_at <= self.clock.now


Couriers.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestCouriers = Couriers.TestCase
