from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.errors import UnknownSubmissionError
from leadframe.ledger import Ledger, Outcome, State, Verdict
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NEGATIVES,
    NOT_SENT,
    NUMBERS,
    REFUSED,
    Clock,
    claim,
    decide_all,
    find,
    stale,
    state_of,
    submission,
    trail,
)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (DELIVERED, State.DELIVERED),
        (NOT_SENT, State.QUEUED),
        (REFUSED, State.DEAD),
        (MISCONFIGURED, State.QUEUED),
        (AMBIGUOUS, State.UNCONFIRMED),
    ],
)
def test_an_outcome_is_followed_and_told(
    ledger: Ledger, clock: Clock, outcome: Outcome, state: State
) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    clock.advance(3)

    assert ledger.settle(current, outcome) is state

    story = ledger.story("A" * 16)
    assert story.snapshot.state is state
    assert story.snapshot.error == outcome.error
    assert story.attempts[0].ended == clock.now
    assert story.attempts[0].outcome is outcome.verdict
    assert story.attempts[0].http_status == outcome.http_status
    assert trail(ledger)[-1] == ("courier", State.SENDING, state)
    assert story.events[-1].reason == outcome.error


def test_a_delivered_lead_knows_when_and_as_what(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), NOT_SENT)
    clock.advance(10)
    ledger.settle(claim(ledger), DELIVERED)

    lead = find(ledger)

    assert (lead.delivered_at, lead.upstream_id) == (clock.now, "lead-1")
    assert lead.error == ""


def test_a_lead_that_was_not_sent_waits_as_long_as_the_api_asks(
    ledger: Ledger, clock: Clock
) -> None:
    ledger.accept(submission())

    ledger.settle(claim(ledger), replace(NOT_SENT, http_status=503, retry_after_seconds=120))

    assert find(ledger).due_at == clock.now + 120


def test_a_lead_dies_of_too_many_tries(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    states = []
    for _ in range(NUMBERS.max_tries):
        states.append(ledger.settle(claim(ledger), NOT_SENT))
        clock.advance(3600)

    assert states == [State.QUEUED, State.QUEUED, State.QUEUED, State.DEAD]
    assert ledger.claim("courier-1") is None


def test_a_lead_dies_of_old_age(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), NOT_SENT)
    clock.advance(NUMBERS.max_age_seconds)

    assert ledger.settle(claim(ledger), NOT_SENT) is State.DEAD


def test_time_without_couriers_kills_no_lead(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    clock.advance(NUMBERS.max_age_seconds)

    assert ledger.settle(claim(ledger), NOT_SENT) is State.QUEUED


def test_a_wrong_configuration_closes_the_form_and_spares_the_lead(ledger: Ledger) -> None:
    ledger.accept(submission())

    ledger.settle(claim(ledger), MISCONFIGURED)

    assert ledger.pause_reasons().get("acme") == "API not enabled"
    assert ledger.pause_reasons().get("other") is None
    assert find(ledger).tries == 0


def test_a_closed_form_always_has_a_reason(ledger: Ledger) -> None:
    ledger.accept(submission())

    ledger.settle(claim(ledger), Outcome(verdict=Verdict.MISCONFIGURED))

    assert ledger.pause_reasons().get("acme") == "the lead API takes no leads of this form"


def test_a_form_can_be_closed_twice(ledger: Ledger) -> None:
    ledger.accept(submission("A"))
    ledger.accept(submission("B"))
    first, second = claim(ledger), claim(ledger)
    ledger.settle(first, MISCONFIGURED)
    ledger.settle(second, replace(MISCONFIGURED, error="invalid key"))

    assert ledger.pause_reasons().get("acme") == "invalid key"


@pytest.mark.parametrize("outcome", NEGATIVES)
def test_a_stale_claim_brings_nothing_negative(
    ledger: Ledger, clock: Clock, outcome: Outcome
) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), NOT_SENT)
    clock.advance(60)
    current = claim(ledger)
    before = ledger.story("A" * 16)

    assert ledger.settle(stale(current), outcome) is State.SENDING
    assert ledger.story("A" * 16) == before
    assert ledger.pause_reasons().get("acme") is None


@pytest.mark.parametrize("outcome", NEGATIVES)
@pytest.mark.parametrize("first", [DELIVERED, *NEGATIVES])
def test_a_claim_is_settled_once(ledger: Ledger, outcome: Outcome, first: Outcome) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    ledger.settle(current, first)
    before = ledger.story("A" * 16)

    assert ledger.settle(current, outcome) is before.snapshot.state
    assert ledger.story("A" * 16) == before


def test_a_stale_claim_may_bring_proof(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    slow = claim(ledger)
    clock.advance(60)
    decide_all(ledger, resend=True)
    clock.advance(60)
    quick = claim(ledger)

    assert ledger.settle(slow, DELIVERED) is State.DELIVERED
    assert ledger.settle(quick, AMBIGUOUS) is State.DELIVERED

    first, second = ledger.story("A" * 16).attempts
    assert (first.outcome, second.outcome) == (Verdict.DELIVERED, None)


@pytest.mark.parametrize("outcome", NEGATIVES)
def test_proof_is_believed_in_any_state(ledger: Ledger, outcome: Outcome) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    before = ledger.settle(current, outcome)

    assert ledger.settle(current, DELIVERED) is State.DELIVERED
    assert trail(ledger)[-1] == ("courier", before, State.DELIVERED)


def test_proof_is_believed_of_a_held_lead(ledger: Ledger) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    ledger.settle(current, AMBIGUOUS)
    decide_all(ledger)

    assert ledger.settle(current, DELIVERED) is State.DELIVERED
    assert trail(ledger)[-1] == ("courier", State.HELD, State.DELIVERED)


def test_proof_is_believed_of_a_lead_that_an_operator_queued_again(ledger: Ledger) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    ledger.settle(current, AMBIGUOUS)
    decide_all(ledger)
    ledger.retry("A" * 16, actor="kim", reason="not in the CRM")

    assert ledger.settle(current, DELIVERED) is State.DELIVERED
    assert ledger.claim("courier-1") is None


def test_the_first_proof_stands(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission())
    current = claim(ledger)
    ledger.settle(current, DELIVERED)
    proved = find(ledger)
    clock.advance(5)

    assert ledger.settle(current, replace(DELIVERED, upstream_id="lead-2")) is State.DELIVERED
    assert find(ledger) == proved


def test_a_claim_from_another_ledger_is_refused(ledger: Ledger, open_ledger: OpenLedger) -> None:
    ledger.accept(submission())
    current = replace(claim(ledger), id="Z" * 16)

    with pytest.raises(UnknownSubmissionError, match="ZZZZ"):
        open_ledger().settle(current, DELIVERED)
    assert state_of(ledger) is State.SENDING
