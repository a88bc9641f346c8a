"""Two couriers, reconcilers, visitors and operators in any order, over a virtual clock.

The lead API is a model that may create leads late, show them late, and lose sight of old ones.
Whatever happens, it holds each lead at most once, unless somebody chose to risk a second; and
once everything works again, every lead comes to an end that is true.

LEADFRAME_TEST_EXAMPLES sets how many histories are tried: 200 unless told, 2,000 by night.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

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
from leadframe.ledger import Claim, Ledger, Outcome, Sightings, Snapshot, State, Verdict
from tests.ledger.upstream import Upstream
from tests.ledger.world import NUMBERS, Clock, submission
from tests.sqlite_file import lay_out

LETTERS = st.sampled_from("ABCDEF")
COURIERS = st.sampled_from(["courier-1", "courier-2"])
# The last has no API key.
SLUGS = ("acme", "other", "keyless")
SLUG_OF = dict(zip("ABCDEF", ("acme", "acme", "acme", "acme", "other", "keyless"), strict=True))
GATE_SECONDS = 10.0
# How late the lead API may create or show a lead, for the quarantine to be long enough.
LATE_SECONDS = NUMBERS.quarantine_seconds / 2 - 1
OPEN = {State.QUEUED, State.SENDING, State.UNCONFIRMED}
ALLOWED = {
    (None, State.QUEUED),
    (State.QUEUED, State.SENDING),
    (State.SENDING, State.QUEUED),
    (State.SENDING, State.DEAD),
    (State.SENDING, State.UNCONFIRMED),
    (State.UNCONFIRMED, State.UNCONFIRMED),
    (State.UNCONFIRMED, State.HELD),
    (State.UNCONFIRMED, State.QUEUED),
    (State.UNCONFIRMED, State.DEAD),
    (State.QUEUED, State.UNCONFIRMED),
    (State.HELD, State.QUEUED),
    (State.DEAD, State.QUEUED),
    (State.QUEUED, State.QUEUED),
    (State.QUEUED, State.WITHDRAWN),
    (State.HELD, State.WITHDRAWN),
    (State.DEAD, State.WITHDRAWN),
}
ANSWERS = st.sampled_from(
    [
        "created",
        "created, but the answer got lost",
        "created late",
        "an error, and nothing created",
        "refused",
        "misconfigured",
        "not now",
    ]
)
TOLD = {
    "created": Verdict.DELIVERED,
    "refused": Verdict.REFUSED,
    "misconfigured": Verdict.MISCONFIGURED,
    "not now": Verdict.NOT_SENT,
}


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What a courier learnt and has yet to write down."""

    claim: Claim
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a reconciler was shown and has yet to write down."""

    slug: str
    asked_at: float
    sightings: Sightings


class Delivery(RuleBasedStateMachine):
    """One site and its lead API."""

    claims: Bundle[Claim] = Bundle("claims")
    exchanges: Bundle[Exchange] = Bundle("exchanges")
    looks: Bundle[Look] = Bundle("looks")

    @initialize(lookup_is_verified=st.booleans())
    def begin(self, *, lookup_is_verified: bool) -> None:
        self.folder = TemporaryDirectory()
        self.file = Path(self.folder.name) / "ledger.db"
        lay_out(self.file)
        self.clock = Clock()
        self.upstream = Upstream(self.clock)
        self.accepted: set[str] = set()
        self.seen: dict[str, Snapshot] = {}
        self.risked: Counter[str] = Counter()
        self.frozen: list[Claim] = []
        self.ledger = self.open()
        if lookup_is_verified:
            self.verify_the_lookup()

    def verify_the_lookup(self) -> None:
        """Have a lead of each form delivered and found: only then are absences believed."""
        for letter, slug in (("V", "acme"), ("W", "other")):
            self.ledger.accept(submission(letter, slug=slug))
            self.accepted.add(letter * 16)
        for _ in range(2):
            self.everybody_does_their_work()
            # As soon as it may be looked for: the lag that is seen lengthens the quarantine.
            self.clock.advance(NUMBERS.lookup_seconds[0])

    def open(self) -> Ledger:
        return Ledger.open(
            f"sqlite:///{self.file}",
            numbers=replace(NUMBERS, breaker_failures=5),
            now=self.clock,
            gate_clock=self.clock,
            random=lambda: 0.5,
            # The disk is real while the clock is not: how long it stalls is not judged here.
            busy_seconds=60,
        )

    @rule(letter=LETTERS)
    def a_visitor_sends(self, letter: str) -> None:
        self.ledger.accept(submission(letter, slug=SLUG_OF[letter]))
        self.accepted.add(letter * 16)

    @rule(target=claims, courier=COURIERS)
    def a_courier_claims(self, courier: str) -> MultipleResults[Claim]:
        claimed = self.ledger.claim(courier)
        return multiple(claimed) if claimed else multiple()

    @rule(target=exchanges, claimed=consumes(claims), answer=ANSWERS)
    def a_courier_sends(self, claimed: Claim, answer: str) -> Exchange:
        return self.send(claimed, answer)

    def send(self, claimed: Claim, answer: str) -> Exchange:
        if self.clock.now - claimed.claimed_at_boot > GATE_SECONDS:
            return Exchange(claim=claimed, outcome=Outcome(verdict=Verdict.NOT_SENT))
        if answer.startswith("created"):
            late_seconds = LATE_SECONDS if answer == "created late" else 0.0
            self.upstream.create(claimed.id, late_seconds=late_seconds)
        verdict = TOLD.get(answer, Verdict.AMBIGUOUS)
        return Exchange(claim=claimed, outcome=Outcome(verdict=verdict, error=answer))

    @rule(one=exchanges)
    def a_courier_writes_down_what_it_learnt_and_may_come_again(self, one: Exchange) -> None:
        self.settle(one)

    @rule(claimed=consumes(claims))
    def a_courier_freezes_before_it_sends(self, claimed: Claim) -> None:
        self.frozen.append(claimed)

    @rule(_claimed=consumes(claims))
    def a_courier_is_killed_before_it_sends(self, _claimed: Claim) -> None:
        pass

    @rule(_one=consumes(exchanges))
    def a_courier_is_killed_before_it_writes(self, _one: Exchange) -> None:
        pass

    @rule(seconds=st.sampled_from([1.0, 5.0, 31.0, 61.0, 121.0, 3600.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def a_reconciler_sweeps(self) -> None:
        self.ledger.sweep()

    @rule(resend=st.booleans())
    def a_reconciler_has_no_key(self, *, resend: bool) -> None:
        moved = self.ledger.give_up("keyless", resend=resend, reason="no API key")
        if resend:
            self.risked.update(moved)

    @rule(
        target=looks,
        slug=st.sampled_from(["acme", "other"]),
        lag_seconds=st.sampled_from([0.0, 3.0, LATE_SECONDS]),
    )
    def a_reconciler_looks(self, slug: str, lag_seconds: float) -> MultipleResults[Look]:
        asked_at = self.ledger.begin_lookup([slug], owner="reconciler")
        if asked_at is None:
            return multiple()
        sightings = self.upstream.show(lag_seconds=lag_seconds)
        return multiple(Look(slug=slug, asked_at=asked_at, sightings=sightings))

    @rule(look=looks)
    def a_reconciler_writes_down_what_it_saw_and_may_come_again(self, look: Look) -> None:
        self.finish(look)

    @rule(slug=st.sampled_from(["acme", "other"]))
    def a_lookup_fails(self, slug: str) -> None:
        if self.ledger.begin_lookup([slug], owner="reconciler"):
            self.ledger.fail_lookup([slug], reason="no connection")

    @rule(count=st.integers(1, 4))
    def others_create_leads(self, count: int) -> None:
        for _ in range(count):
            self.upstream.create("foreign")

    @rule(letter=LETTERS)
    def an_operator_retries(self, letter: str) -> None:
        found = self.ledger.find(letter * 16)
        if found and found.state in {State.HELD, State.DEAD, State.QUEUED}:
            self.ledger.retry(found.id, actor="kim", reason="asked")
            # Of what is held nobody knows whether it is there: a person chose to send it again.
            self.risked[found.id] += found.state is State.HELD

    @rule(letter=LETTERS)
    def an_operator_purges(self, letter: str) -> None:
        found = self.ledger.find(letter * 16)
        if found and found.state not in {State.SENDING, State.UNCONFIRMED}:
            self.ledger.purge(found.id, actor="kim", reason="asked", unsent=True)

    @rule()
    def the_time_of_personal_data_is_over(self) -> None:
        self.clock.advance(NUMBERS.retention_days * 86400.0)
        while self.ledger.purge_expired():
            pass

    @rule(slug=st.sampled_from(SLUGS))
    def an_operator_resumes(self, slug: str) -> None:
        try:
            self.ledger.resume(slug, actor="kim", reason="mended")
        except RefusedTransitionError:
            assert self.ledger.pause_reasons().get(slug) is None

    @rule(_claims=st.lists(consumes(claims), max_size=8))
    def an_operator_recovers_once_couriers_are_stopped(self, _claims: list[Claim]) -> None:
        # Those who were not stopped miss the send gate, as a frozen process does.
        self.clock.advance(GATE_SECONDS + 1)
        self.ledger.recover(actor="kim", reason="restored")

    @rule()
    def the_process_starts_anew(self) -> None:
        self.ledger.close()
        self.ledger = self.open()

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        for id_, count in self.upstream.count().items():
            assert id_ == "foreign" or count <= 1 + self.risked[id_]

    @invariant()
    def nothing_is_lost_and_nothing_else_is_there(self) -> None:
        assert {lead.id for lead in self.ledger.list()} == self.accepted

    @invariant()
    def whoever_moved_has_an_unbroken_and_lawful_audit_trail(self) -> None:
        # To read all of them after each step would take more time than everything else.
        for lead in self.ledger.list():
            if self.seen.get(lead.id) != lead:
                self.seen[lead.id] = lead
                self.the_audit_trail_is_unbroken_and_lawful(lead.id)

    def the_audit_trail_is_unbroken_and_lawful(self, id_: str) -> None:
        events = self.ledger.story(id_).events
        moves = [(event.from_state, event.to_state) for event in events]
        assert [after for _, after in moves[:-1]] == [before for before, _ in moves[1:]]
        assert all(move in ALLOWED or move[1] is State.DELIVERED for move in moves)

    def settle(self, one: Exchange) -> None:
        self.ledger.settle(one.claim, one.outcome)

    def finish(self, look: Look) -> None:
        self.ledger.finish_lookup(
            look.slug, look.sightings, asked_at=look.asked_at, by="by reference", resend=False
        )

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.everything_works_again()
            self.frozen_couriers_wake()
            self.everything_works_again()
            self.every_end_is_true()
            self.nothing_is_sent_twice()
            for id_ in self.accepted:
                self.the_audit_trail_is_unbroken_and_lawful(id_)
            self.ledger.close()
            self.folder.cleanup()

    def everything_works_again(self) -> None:
        for _ in range(1000):
            if not any(lead.state in OPEN for lead in self.ledger.list()):
                return
            self.clock.advance(10)
            self.everybody_does_their_work()
        raise AssertionError("something is stuck")

    def frozen_couriers_wake(self) -> None:
        for claimed in self.frozen:
            self.settle(self.send(claimed, "created"))

    def everybody_does_their_work(self) -> None:
        for slug in self.ledger.closed_forms():
            self.ledger.resume(slug, actor="reconciler", reason="mended")
        self.ledger.sweep()
        self.ledger.give_up("keyless", resend=False, reason="no API key")
        for slug in ("acme", "other"):
            if asked_at := self.ledger.begin_lookup([slug], owner="reconciler"):
                shown = self.upstream.show()
                self.finish(Look(slug=slug, asked_at=asked_at, sightings=shown))
        while claimed := self.ledger.claim("courier-1"):
            self.upstream.create(claimed.id)
            self.ledger.settle(claimed, Outcome(verdict=Verdict.DELIVERED, upstream_id="lead"))

    def every_end_is_true(self) -> None:
        there = self.upstream.count()
        for lead in self.ledger.list():
            if lead.state is State.DELIVERED:
                assert there[lead.id] >= 1
            if lead.state in {State.DEAD, State.WITHDRAWN}:
                assert there[lead.id] <= self.risked[lead.id]


Delivery.TestCase.settings = settings(
    max_examples=int(os.environ.get("LEADFRAME_TEST_EXAMPLES", "200")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestDelivery = Delivery.TestCase
