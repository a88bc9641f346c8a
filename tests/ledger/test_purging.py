"""Personal data goes when its time is over or a person says so; everything else stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.errors import RefusedTransitionError, UnknownSubmissionError
from leadframe.ledger import Ledger, State
from leadframe.ledger.purging import BATCH
from tests.ledger.uses import Use, by_name
from tests.ledger.world import (
    AMBIGUOUS,
    CONSENT,
    DELIVERED,
    NUMBERS,
    REFUSED,
    Clock,
    claim,
    decide_all,
    look,
    state_of,
    submission,
    trail,
)

MONTH_SECONDS = NUMBERS.retention_days * 86400.0


def deliver(ledger: Ledger, letter: str = "A") -> None:
    ledger.accept(submission(letter, consents=(CONSENT,)))
    ledger.settle(claim(ledger), DELIVERED)


def quarantine(ledger: Ledger, letter: str = "A") -> None:
    ledger.accept(replace(submission(letter), spam_reasons=("a link in a name",)))


def hold(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), AMBIGUOUS)
    decide_all(ledger)


def kill(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), REFUSED)


def doubt(ledger: Ledger) -> None:
    ledger.accept(submission())
    ledger.settle(claim(ledger), AMBIGUOUS)


def purge(ledger: Ledger, letter: str = "A", *, unsent: bool = False) -> State:
    return ledger.purge(letter * 16, actor="kim", reason="asked to", unsent=unsent).state


def has_values(ledger: Ledger, letter: str = "A") -> bool:
    return bool(ledger.story(letter * 16).payload)


class TestRetention:
    def test_what_was_delivered_long_enough_ago_loses_its_values_and_nothing_else(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        deliver(ledger)
        before = ledger.story("A" * 16)
        clock.advance(MONTH_SECONDS)

        assert ledger.purge_expired() == 1

        after = ledger.story("A" * 16)
        assert after.payload == {}
        assert after.snapshot == before.snapshot._replace(purged_at=clock.now)
        assert after.attempts == before.attempts
        assert after.events[:-1] == before.events
        assert (after.events[-1].actor, after.events[-1].reason) == (
            "retention",
            "kept for 30 days",
        )
        assert after.consents == (CONSENT.as_record(),)

    def test_it_is_kept_until_then(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        clock.advance(3600)
        ledger.settle(claim(ledger), DELIVERED)
        clock.advance(MONTH_SECONDS - 1)

        assert ledger.purge_expired() == 0
        assert has_values(ledger)

    def test_spam_that_nobody_released_is_never_sent(self, ledger: Ledger, clock: Clock) -> None:
        quarantine(ledger)
        clock.advance(MONTH_SECONDS)

        assert ledger.purge_expired() == 1

        assert state_of(ledger) is State.WITHDRAWN
        assert not has_values(ledger)
        with pytest.raises(RefusedTransitionError, match="withdrawn cannot be released"):
            ledger.release("A" * 16, actor="kim", reason="a customer")

    @by_name({"dead": kill, "held": hold, "unconfirmed": doubt})
    def test_what_waits_for_somebody_is_kept(self, ledger: Ledger, clock: Clock, use: Use) -> None:
        use(ledger)
        clock.advance(10 * MONTH_SECONDS)

        assert ledger.purge_expired() == 0
        assert has_values(ledger)

    def test_it_goes_in_batches_the_oldest_first(self, ledger: Ledger, clock: Clock) -> None:
        ids = [f"{number:016}" for number in range(BATCH + 1)]
        for id_ in reversed(ids):
            ledger.accept(replace(submission(), id=id_))
            ledger.settle(claim(ledger), DELIVERED)
            clock.advance(1)
        clock.advance(MONTH_SECONDS)

        assert ledger.purge_expired() == BATCH
        assert [id_ for id_ in ids if ledger.story(id_).payload] == ids[:1]
        assert [ledger.purge_expired(), ledger.purge_expired()] == [1, 0]

    def test_a_repeat_still_meets_what_was_delivered(self, ledger: Ledger, clock: Clock) -> None:
        deliver(ledger)
        clock.advance(MONTH_SECONDS)
        ledger.purge_expired()

        assert ledger.accept(submission()).state is State.DELIVERED
        assert ledger.claim("courier-1") is None
        assert not has_values(ledger)

    def test_a_purged_lead_may_still_prove_the_lookup(self, ledger: Ledger, clock: Clock) -> None:
        deliver(ledger)
        purge(ledger)
        clock.advance(NUMBERS.lookup_seconds[0])

        look(ledger, "A")

        assert ledger.doubtful_forms() == []


class TestPurge:
    @by_name({"dead": kill, "held": hold, "quarantined": quarantine})
    def test_what_was_not_delivered_is_withdrawn(self, ledger: Ledger, use: Use) -> None:
        use(ledger)
        before = state_of(ledger)

        assert purge(ledger) is State.WITHDRAWN

        assert trail(ledger)[-1] == ("kim", before, State.WITHDRAWN)
        assert not has_values(ledger)
        with pytest.raises(RefusedTransitionError, match="withdrawn cannot be retried"):
            ledger.retry("A" * 16, actor="kim", reason="asked by phone")

    def test_what_was_delivered_stays_delivered(self, ledger: Ledger) -> None:
        deliver(ledger)

        assert purge(ledger) is State.DELIVERED
        assert not has_values(ledger)

    def test_what_is_to_be_sent_is_withdrawn_only_when_a_person_says_so(
        self, ledger: Ledger
    ) -> None:
        ledger.accept(submission())

        with pytest.raises(RefusedTransitionError, match="queued: it is still to be sent"):
            purge(ledger)
        assert has_values(ledger)

        assert purge(ledger, unsent=True) is State.WITHDRAWN
        assert ledger.claim("courier-1") is None
        assert ledger.seconds_until_due() is None

    @pytest.mark.parametrize("unsent", [False, True])
    def test_what_may_be_on_its_way_is_left_alone(self, ledger: Ledger, *, unsent: bool) -> None:
        ledger.accept(submission())
        current = claim(ledger)
        with pytest.raises(RefusedTransitionError, match="sending: it is being sent"):
            purge(ledger, unsent=unsent)

        ledger.settle(current, AMBIGUOUS)
        with pytest.raises(RefusedTransitionError, match="unconfirmed: it may be in the CRM"):
            purge(ledger, unsent=unsent)

        assert has_values(ledger)

    def test_proof_that_comes_late_is_believed_all_the_same(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        late = claim(ledger)
        ledger.settle(late, AMBIGUOUS)
        decide_all(ledger)
        purge(ledger)

        assert ledger.settle(late, DELIVERED) is State.DELIVERED
        assert not has_values(ledger)

    def test_once_is_enough(self, ledger: Ledger) -> None:
        for make, letter in ((deliver, "A"), (quarantine, "B")):
            make(ledger, letter)
            purge(ledger, letter)
            events = trail(ledger, letter)

            purge(ledger, letter)

            assert trail(ledger, letter) == events

    def test_what_is_not_there_cannot_be_purged(self, ledger: Ledger) -> None:
        with pytest.raises(UnknownSubmissionError):
            purge(ledger)
