from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.errors import RefusedTransitionError, UnknownSubmissionError
from leadframe.lead import Lead, reference_of, submission_id
from leadframe.ledger import Event, Ledger, Outcome, State, Submission
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NOT_SENT,
    NUMBERS,
    PAYLOAD,
    REFUSED,
    Clock,
    claim,
    decide_all,
    find,
    look,
    state_of,
    submission,
)


def retry(ledger: Ledger, letter: str = "A") -> State:
    return ledger.retry(letter * 16, actor="kim", reason="asked by phone").state


class TestFind:
    ID = submission_id(slug="acme", nonce="n", lead=Lead(email="kim@example.test"))

    @pytest.mark.parametrize(
        "typed",
        [
            ID,
            ID.lower(),
            reference_of(ID),
            reference_of(ID).upper(),
            f"lf-{ID[:4]}-{ID[4:8]}-{ID[8:12]}-{ID[12:]}".lower(),
            f"  LF {ID[:8]} \N{EN DASH} {ID[8:]}\n",
        ],
    )
    def test_what_a_person_types_is_understood(self, ledger: Ledger, typed: str) -> None:
        ledger.accept(Submission(id=self.ID, slug="acme", payload=PAYLOAD))

        found = ledger.find(typed)

        assert found is not None
        assert found.id == self.ID

    def test_an_id_that_begins_like_a_reference_is_still_an_id(self, ledger: Ledger) -> None:
        id_ = "LF" + "A" * 14
        ledger.accept(Submission(id=id_, slug="acme", payload=PAYLOAD))

        for typed in (id_, reference_of(id_)):
            found = ledger.find(typed)
            assert found is not None
            assert found.id == id_

    @pytest.mark.parametrize("typed", ["", "lf-", "B" * 16, "'; --", "\N{SNOWMAN}\0\ud800"])
    def test_what_is_not_there_is_not_found(self, ledger: Ledger, typed: str) -> None:
        ledger.accept(submission())

        assert ledger.find(typed) is None


class TestList:
    def test_the_newest_come_first(self, ledger: Ledger, clock: Clock) -> None:
        for letter in "ABC":
            ledger.accept(submission(letter))
            clock.advance(1)

        assert [lead.id[0] for lead in ledger.list()] == ["C", "B", "A"]
        assert [lead.id[0] for lead in ledger.list(limit=2)] == ["C", "B"]

    def test_it_can_be_narrowed(self, ledger: Ledger) -> None:
        ledger.accept(submission("A"))
        ledger.settle(claim(ledger), REFUSED)
        ledger.accept(submission("B"))
        ledger.accept(submission("C", slug="other"))

        assert [lead.id[0] for lead in ledger.list(State.DEAD)] == ["A"]
        assert [lead.id[0] for lead in ledger.list(slug="other")] == ["C"]
        assert [lead.id[0] for lead in ledger.list(State.QUEUED, "acme")] == ["B"]
        assert ledger.list(State.HELD) == []


class TestStory:
    def test_it_tells_everything_in_order(self, ledger: Ledger, clock: Clock) -> None:
        began = clock.now
        ledger.accept(submission())
        ledger.settle(claim(ledger), AMBIGUOUS)
        clock.advance(5)
        decide_all(ledger)
        ledger.retry("A" * 16, actor="kim", reason="not in the CRM")
        ledger.settle(claim(ledger), DELIVERED)

        story = ledger.story("lf-" + "a" * 16)

        assert story.snapshot == find(ledger)
        assert story.payload == PAYLOAD
        assert [attempt.fence for attempt in story.attempts] == [1, 2]
        assert [event.to_state for event in story.events] == [
            State.QUEUED,
            State.SENDING,
            State.UNCONFIRMED,
            State.HELD,
            State.QUEUED,
            State.SENDING,
            State.DELIVERED,
        ]
        assert story.events[2].at == began
        assert story.events[4] == Event(
            at=clock.now,
            actor="kim",
            from_state=State.HELD,
            to_state=State.QUEUED,
            reason="not in the CRM",
        )

    def test_there_is_none_of_an_unknown_submission(self, ledger: Ledger) -> None:
        with pytest.raises(UnknownSubmissionError, match="no submission BBBB"):
            ledger.story("B" * 16)


class TestRetry:
    def test_a_held_lead_is_sent_again(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), AMBIGUOUS)
        decide_all(ledger)

        assert retry(ledger) is State.QUEUED
        assert claim(ledger).fence == 2

    def test_a_dead_lead_starts_a_new_series(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), REFUSED)
        clock.advance(NUMBERS.max_age_seconds * 2)

        assert retry(ledger) is State.QUEUED
        assert find(ledger).tries == 0
        assert ledger.settle(claim(ledger), NOT_SENT) is State.QUEUED

    def test_a_waiting_lead_is_hurried(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), NOT_SENT)

        assert retry(ledger) is State.QUEUED
        assert find(ledger).due_at == clock.now

    def test_a_lead_under_way_is_left_alone(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        claim(ledger)

        with pytest.raises(RefusedTransitionError, match="sending"):
            retry(ledger)
        assert state_of(ledger) is State.SENDING

    def test_a_lead_in_doubt_is_left_alone(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), AMBIGUOUS)

        with pytest.raises(RefusedTransitionError, match="unconfirmed"):
            retry(ledger)

    def test_a_delivered_lead_is_never_sent_again(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), DELIVERED)

        with pytest.raises(RefusedTransitionError, match="delivered"):
            retry(ledger)

    def test_an_unknown_lead_is_named(self, ledger: Ledger) -> None:
        with pytest.raises(UnknownSubmissionError):
            retry(ledger)

    def test_a_paused_form_is_opened_and_all_that_waited_is_due(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        ledger.accept(submission("A"))
        ledger.accept(submission("B"))
        first, second = claim(ledger), claim(ledger)
        ledger.settle(first, MISCONFIGURED)
        ledger.settle(second, NOT_SENT)
        clock.advance(1)

        retry(ledger, "A")

        assert ledger.pause_reasons().get("acme") is None
        assert [find(ledger, letter).due_at for letter in "AB"] == [clock.now, clock.now]
        ledger.settle(claim(ledger), DELIVERED)
        claim(ledger)

    def test_a_long_pause_kills_no_lead(self, ledger: Ledger, clock: Clock) -> None:
        ledger.accept(submission("A"))
        ledger.accept(submission("B"))
        first, second = claim(ledger), claim(ledger)
        ledger.settle(first, NOT_SENT)
        ledger.settle(second, MISCONFIGURED)
        clock.advance(NUMBERS.max_age_seconds * 2)
        retry(ledger, "B")

        assert ledger.settle(claim(ledger), NOT_SENT) is State.QUEUED
        clock.advance(NUMBERS.breaker_pause_max_seconds)
        assert ledger.settle(claim(ledger), NOT_SENT) is State.QUEUED

    def test_other_leads_of_an_open_form_keep_their_turn(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        ledger.accept(submission("A"))
        ledger.accept(submission("B"))
        for _ in range(2):
            ledger.settle(claim(ledger), NOT_SENT)

        retry(ledger, "A")

        assert find(ledger, "B").due_at == clock.now + 2.5


class TestRelease:
    def test_what_looks_like_spam_waits_for_a_person(self, ledger: Ledger) -> None:
        kept = ledger.accept(replace(submission(), spam_reasons=("links", "haste")))

        assert kept.state is State.QUARANTINED
        assert [event.reason for event in ledger.story("A" * 16).events] == ["links; haste"]
        assert ledger.claim("courier-1") is None
        ledger.release("A" * 16, actor="kim", reason="a customer")
        assert claim(ledger).id == "A" * 16

    def test_what_is_none_goes_out_with_its_remarks_on_record(self, ledger: Ledger) -> None:
        ledger.accept(replace(submission(), remarks=("links", "confirmed")))

        assert [event.reason for event in ledger.story("A" * 16).events] == ["links; confirmed"]
        assert claim(ledger).id == "A" * 16

    def test_only_what_looked_like_spam_is_released(self, ledger: Ledger) -> None:
        ledger.accept(submission())

        with pytest.raises(RefusedTransitionError, match="queued cannot be released"):
            ledger.release("A" * 16, actor="kim", reason="a customer")


class TestConfirm:
    def confirm(self, ledger: Ledger, upstream_id: str | None = None) -> State:
        return ledger.confirm(
            "lf-" + "A" * 16, actor="kim", reason="seen in the CRM", upstream_id=upstream_id
        ).state

    @pytest.mark.parametrize("outcome", [AMBIGUOUS, REFUSED])
    def test_a_persons_word_is_proof(self, ledger: Ledger, clock: Clock, outcome: Outcome) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), outcome)

        assert self.confirm(ledger, "lead-7") is State.DELIVERED

        lead = find(ledger)
        assert (lead.upstream_id, lead.delivered_at) == ("lead-7", clock.now)
        last = ledger.story("A" * 16).events[-1]
        assert (last.actor, last.reason) == ("kim", "seen in the CRM")

    def test_a_held_lead_is_settled_even_without_its_id(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        ledger.settle(claim(ledger), AMBIGUOUS)
        decide_all(ledger)

        assert self.confirm(ledger) is State.DELIVERED

    def test_what_may_still_be_sent_is_left_alone(self, ledger: Ledger) -> None:
        ledger.accept(submission())

        with pytest.raises(RefusedTransitionError, match="queued cannot be settled"):
            self.confirm(ledger)


class TestRecover:
    def recover(self, ledger: Ledger) -> int:
        return ledger.recover(actor="kim", reason="restored from the backup")

    def test_all_that_is_not_final_is_in_doubt(self, ledger: Ledger, clock: Clock) -> None:
        for letter, outcome in {"A": DELIVERED, "B": REFUSED, "C": AMBIGUOUS}.items():
            ledger.accept(submission(letter))
            ledger.settle(claim(ledger), outcome)
        ledger.accept(submission("D"))
        claim(ledger)
        ledger.accept(submission("E"))
        clock.advance(5)

        assert self.recover(ledger) == 3

        states = {lead.id[0]: lead.state for lead in ledger.list()}
        in_doubt = dict.fromkeys("CDE", State.UNCONFIRMED)
        assert states == {"A": State.DELIVERED, "B": State.DEAD, **in_doubt}
        assert ledger.claim("courier-1") is None

    def test_a_claim_from_before_is_stale(self, ledger: Ledger) -> None:
        ledger.accept(submission())
        current = claim(ledger)
        self.recover(ledger)

        assert ledger.settle(current, NOT_SENT) is State.UNCONFIRMED

    def test_a_lookup_decides_and_must_reach_back_to_when_it_came_in(
        self, ledger: Ledger, clock: Clock
    ) -> None:
        ledger.accept(submission("A"))
        accepted_at = clock.now
        clock.advance(3600)
        self.recover(ledger)
        clock.advance(NUMBERS.quarantine_seconds)

        look(ledger, window_from=accepted_at)

        assert state_of(ledger) is State.HELD
