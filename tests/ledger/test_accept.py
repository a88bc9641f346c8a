from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.ledger import Ledger, Outcome, Snapshot, State
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import (
    AMBIGUOUS,
    CONSENT,
    DELIVERED,
    NOT_SENT,
    PAYLOAD,
    REFUSED,
    Clock,
    as_read,
    claim,
    decide_all,
    find,
    state_of,
    submission,
    trail,
)


def test_an_accepted_submission_is_queued_and_due_at_once(ledger: Ledger, clock: Clock) -> None:
    assert ledger.accept(submission()) == Snapshot(
        id="A" * 16,
        slug="acme",
        state=State.QUEUED,
        fence=0,
        tries=0,
        created_at=clock.now,
        due_at=clock.now,
        sent_at=None,
        delivered_at=None,
        purged_at=None,
        upstream_id=None,
        error="",
        is_new=True,
    )


def test_what_was_accepted_outlives_the_process(ledger: Ledger, open_ledger: OpenLedger) -> None:
    accepted = ledger.accept(submission())
    ledger.close()

    assert find(open_ledger()) == as_read(accepted)
    assert open_ledger().story("A" * 16).payload == PAYLOAD


def test_the_visitor_opens_the_audit_trail(ledger: Ledger) -> None:
    ledger.accept(submission())

    assert trail(ledger) == [("web", None, State.QUEUED)]


def test_a_double_click_makes_no_second_submission(ledger: Ledger, clock: Clock) -> None:
    first = as_read(ledger.accept(submission()))
    clock.advance(1)

    assert ledger.accept(submission()) == first
    assert ledger.list() == [first]
    assert len(trail(ledger)) == 1


def test_the_first_alone_is_told_that_it_is_new(ledger: Ledger) -> None:
    assert [ledger.accept(submission()).is_new for _ in range(3)] == [True, False, False]
    assert not find(ledger).is_new


@pytest.mark.parametrize("outcome", [DELIVERED, REFUSED, AMBIGUOUS])
def test_a_late_refresh_meets_what_became_of_the_first(ledger: Ledger, outcome: Outcome) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), outcome)
    decide_all(ledger)
    settled = find(ledger)

    assert ledger.accept(submission()) == settled
    assert state_of(ledger) is settled.state


def test_a_refresh_while_it_is_sent_disturbs_nothing(ledger: Ledger) -> None:
    ledger.accept(submission())
    current = claim(ledger)

    assert ledger.accept(submission()).state is State.SENDING
    assert ledger.settle(current, DELIVERED) is State.DELIVERED


def test_what_was_agreed_to_is_kept_with_the_submission(
    ledger: Ledger, open_ledger: OpenLedger
) -> None:
    no = replace(CONSENT, field="news", is_given=False)
    ledger.accept(submission(consents=(CONSENT, no)))

    assert open_ledger().story("A" * 16).consents == (CONSENT.as_record(), no.as_record())


def test_a_submission_without_consents_has_none(ledger: Ledger) -> None:
    ledger.accept(submission())

    assert ledger.story("A" * 16).consents == ()


def test_every_try_tells_the_moment_of_acceptance(ledger: Ledger, clock: Clock) -> None:
    told = {**PAYLOAD, "notes": CONSENT.statement(at=clock.now)}
    ledger.accept(submission(consents=(CONSENT,)))
    clock.advance(5)
    first = claim(ledger)
    ledger.settle(first, NOT_SENT)
    clock.advance(60)

    assert first.payload == claim(ledger).payload == told


def test_a_double_click_changes_nothing_of_what_was_agreed_to(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission(consents=(CONSENT,)))
    before = ledger.story("A" * 16)
    clock.advance(1)
    ledger.accept(submission(consents=(replace(CONSENT, version="v2"),)))

    assert ledger.story("A" * 16) == before


def test_a_snapshot_knows_its_reference(ledger: Ledger) -> None:
    assert ledger.accept(submission()).reference == "lf-AAAAAAAAAAAAAAAA"
