"""Each protection of ledger.md, and what its want would do: a second lead at the lead API.

A test runs twice: with its protection the lead API holds one lead in the end, without it two. So
a protection that is broken shows, and so does a test that does not need the protection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf

import pytest

from leadframe.lead import Lead, submission_id
from leadframe.ledger import Claim, Ledger, Numbers, Outcome, Sightings, State, Verdict
from leadframe.sandbox import Sandbox
from tests.ledger.conftest import OpenLedger
from tests.ledger.shift import BY, Shift, lead, lead_api, send, show
from tests.ledger.upstream import WINDOW, Upstream
from tests.ledger.world import AMBIGUOUS, NOT_SENT, NUMBERS, Clock, claim, stale

A = lead("A").id
AN_HOUR = 3600.0
NOTHING = Sightings(upstream_ids={}, window_from=-inf, shown=0)


def protected(name: str, kept: object, removed: object) -> pytest.MarkDecorator:
    """Run a test with a protection and without it, and tell it how many leads to expect."""
    return pytest.mark.parametrize(
        (name, "leads"), [(kept, 1), (removed, 2)], ids=["with it", "without it"]
    )


@dataclass(frozen=True)
class Scene:
    """The form "acme", whose lookup works, and a model of the lead API that takes everything."""

    open_ledger: OpenLedger
    clock: Clock
    upstream: Upstream

    def shift(self, numbers: Numbers = NUMBERS, *, resend: bool = False) -> Shift:
        shift = Shift(
            ledger=self.open_ledger(numbers=numbers, gate_clock=self.clock),
            send=self.create,
            show=self.upstream.show,
            pass_time=lambda: self.clock.advance(10),
            resend=resend,
        )
        shift.verify_the_lookup()
        return shift

    def create(self, claimed: Claim, *, late_seconds: float = 0.0) -> Outcome:
        self.upstream.create(claimed.id, late_seconds=late_seconds)
        return Outcome(verdict=Verdict.DELIVERED, upstream_id="lead")

    def lose_the_answer(self, ledger: Ledger, *, late_seconds: float = 0.0) -> None:
        """Have the lead A created without telling its courier."""
        ledger.accept(lead("A"))
        claimed = claim(ledger)
        self.create(claimed, late_seconds=late_seconds)
        ledger.settle(claimed, AMBIGUOUS)

    @property
    def leads(self) -> int:
        return self.upstream.count()[A]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def scene(open_ledger: OpenLedger, clock: Clock) -> Scene:
    return Scene(open_ledger, clock, Upstream(clock))


@protected("quarantine_seconds", NUMBERS.quarantine_seconds, 0.001)
def test_the_quarantine_waits_for_a_lead_that_is_created_late(
    scene: Scene, quarantine_seconds: float, leads: int
) -> None:
    shift = scene.shift(replace(NUMBERS, quarantine_seconds=quarantine_seconds))
    scene.lose_the_answer(shift.ledger, late_seconds=60)

    shift.finish()

    assert scene.leads == leads


@protected("barrier_sends", WINDOW - 2, 1_000_000)
def test_the_barrier_keeps_a_doubtful_lead_in_sight(
    scene: Scene, barrier_sends: int, leads: int
) -> None:
    shift = scene.shift(replace(NUMBERS, barrier_sends=barrier_sends), resend=True)
    scene.lose_the_answer(shift.ledger)
    for letter in "BCDEFGHI":
        shift.ledger.accept(lead(letter))

    shift.deliver()
    shift.finish()

    assert scene.leads == leads


@protected("hides_its_edge", False, True)
def test_the_edge_of_the_list_tells_what_is_out_of_sight_from_what_is_absent(
    scene: Scene, *, hides_its_edge: bool, leads: int
) -> None:
    def show() -> Sightings:
        shown = scene.upstream.show()
        return replace(shown, window_from=-inf) if hides_its_edge else shown

    shift = replace(scene.shift(), show=show)
    scene.lose_the_answer(shift.ledger)
    for _ in range(WINDOW):
        scene.upstream.create("foreign")

    shift.finish()

    assert scene.leads == leads


@protected("by", "another place", BY)
def test_a_lookup_that_was_never_seen_to_work_proves_no_absence(
    scene: Scene, by: str, leads: int
) -> None:
    shift = replace(scene.shift(), by=by, show=lambda: NOTHING)
    scene.lose_the_answer(shift.ledger)

    shift.finish()

    assert scene.leads == leads


@protected("fenced", stale, lambda claimed: claimed)
def test_the_fence_keeps_a_late_courier_from_telling_of_anothers_attempt(
    scene: Scene, fenced: Callable[[Claim], Claim], leads: int
) -> None:
    shift = scene.shift()
    shift.ledger.accept(lead("A"))
    claim(shift.ledger)
    shift.look_until(State.QUEUED)
    scene.clock.advance(AN_HOUR)
    second = claim(shift.ledger)
    outcome = shift.send(second)

    # The first was told 503, and froze before it could write that down.
    shift.ledger.settle(fenced(second), NOT_SENT)
    scene.clock.advance(NUMBERS.lease_seconds - 1)
    shift.deliver()
    shift.ledger.settle(second, outcome)

    assert scene.leads == leads


@protected("nonces", ["once", "once"], ["once", "again"])
def test_the_primary_key_makes_one_lead_of_a_double_click(
    scene: Scene, nonces: Sequence[str], leads: int
) -> None:
    typed = Lead(email="kim@example.test")
    shift = scene.shift()
    ids = [submission_id(slug="acme", nonce=nonce, lead=typed) for nonce in nonces]
    for id_ in ids:
        shift.ledger.accept(replace(lead(), id=id_))

    shift.finish()

    assert sum(scene.upstream.count()[id_] for id_ in set(ids)) == leads


@protected("send_gate_seconds", 10, inf)
def test_the_send_gate_stops_a_courier_that_froze_after_its_claim(
    scene: Scene, sandbox: Sandbox, send_gate_seconds: float, leads: int
) -> None:
    send_after_a_freeze(scene, sandbox, send_gate_seconds=send_gate_seconds)

    assert len(sandbox.accepted) == leads


@protected("counts_from", "before its claim", "after it")
def test_the_send_gate_counts_from_before_the_claim(
    scene: Scene, sandbox: Sandbox, counts_from: str, leads: int
) -> None:
    send_after_a_freeze(scene, sandbox, is_stamped_late=counts_from == "after it")

    assert len(sandbox.accepted) == leads


def send_after_a_freeze(
    scene: Scene,
    sandbox: Sandbox,
    *,
    send_gate_seconds: float = 10,
    is_stamped_late: bool = False,
) -> None:
    """Let a courier freeze in its claim, another one deliver the lead, and the first go on."""
    api = lead_api(sandbox.url, gate_clock=scene.clock, send_gate_seconds=send_gate_seconds)
    shift = replace(scene.shift(), send=partial(send, api), show=partial(show, api))
    shift.ledger.accept(lead())
    claimed = claim(shift.ledger)
    scene.clock.advance(NUMBERS.lease_seconds)
    shift.finish()

    if is_stamped_late:
        claimed = replace(claimed, claimed_at_boot=scene.clock.now)
    shift.ledger.settle(claimed, send(api, claimed))
