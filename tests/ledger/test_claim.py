from __future__ import annotations

from leadframe.ledger import Attempt, Claim, Ledger, State, boot_seconds
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    DELIVERED,
    MISCONFIGURED,
    NOT_SENT,
    PAYLOAD,
    Clock,
    claim,
    find,
    state_of,
    submission,
    trail,
)


def test_nothing_is_claimed_of_an_empty_ledger(ledger: Ledger) -> None:
    assert ledger.claim("courier-1") is None


def test_a_claim_holds_what_a_courier_needs(ledger: Ledger) -> None:
    ledger.accept(submission())

    assert ledger.claim("courier-1") == Claim(
        id="A" * 16, slug="acme", payload=PAYLOAD, fence=1, tries=1, claimed_at_boot=0.0
    )


def test_the_intent_is_on_disk_before_anything_is_sent(
    ledger: Ledger, open_ledger: OpenLedger, clock: Clock
) -> None:
    ledger.accept(submission())
    claim(ledger)

    story = open_ledger().story("A" * 16)

    assert story.snapshot.state is State.SENDING
    assert story.snapshot.sent_at == clock.now
    assert story.attempts == (
        Attempt(fence=1, started=clock.now, ended=None, outcome=None, http_status=None),
    )
    assert trail(ledger)[-1] == ("courier", State.QUEUED, State.SENDING)


def test_the_gate_clock_is_read_before_the_transaction(open_ledger: OpenLedger) -> None:
    order: list[str] = []

    def now() -> float:
        order.append("transaction")
        return 0.0

    def gate_clock() -> float:
        order.append("gate")
        return 77.0

    ledger = open_ledger(now=now, gate_clock=gate_clock)
    ledger.accept(submission())
    order.clear()

    assert claim(ledger).claimed_at_boot == 77.0
    assert order == ["gate", "transaction"]


def test_the_gate_clock_of_the_house_never_goes_back() -> None:
    assert 0 < boot_seconds() <= boot_seconds()


def test_the_one_due_longest_goes_first(ledger: Ledger, clock: Clock) -> None:
    for letter, slug in (("C", "zeta"), ("A", "acme"), ("B", "zeta")):
        ledger.accept(submission(letter, slug=slug))
        clock.advance(1)

    assert [claim(ledger).id[0] for _ in range(3)] == ["C", "A", "B"]


def test_what_is_claimed_is_not_claimed_again(ledger: Ledger) -> None:
    ledger.accept(submission())
    claim(ledger)

    assert ledger.claim("courier-2") is None


def test_what_is_not_yet_due_is_left_alone(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), NOT_SENT)

    assert ledger.claim("courier-1") is None

    clock.advance(2.5)

    assert claim(ledger).fence == 2


def test_a_form_has_only_so_many_attempts_under_way(ledger: Ledger) -> None:
    for letter in "ABC":
        ledger.accept(submission(letter))
    first, _second = claim(ledger), claim(ledger)

    assert ledger.claim("courier-1") is None

    ledger.settle(first, DELIVERED)

    assert claim(ledger).id == "C" * 16


def test_a_busy_form_does_not_hold_up_another(ledger: Ledger, clock: Clock) -> None:
    for letter in "ABC":
        ledger.accept(submission(letter))
    clock.advance(1)
    ledger.accept(submission("D", slug="other"))

    assert [claim(ledger).slug for _ in range(3)] == ["acme", "acme", "other"]


def test_a_paused_form_is_skipped(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A"))
    ledger.settle(claim(ledger), MISCONFIGURED)
    ledger.accept(submission("B"))
    clock.advance(1)
    ledger.accept(submission("C", slug="other"))

    assert claim(ledger).id == "C" * 16
    assert ledger.claim("courier-1") is None
    assert state_of(ledger, "B") is State.QUEUED


def test_each_claim_counts_a_try_and_raises_the_fence(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    seen = []
    for _ in range(3):
        current = claim(ledger)
        seen.append((current.fence, current.tries))
        ledger.settle(current, NOT_SENT)
        clock.advance(3600)

    assert seen == [(1, 1), (2, 2), (3, 3)]
    assert find(ledger).tries == 3
