from __future__ import annotations

from dataclasses import replace

from leadframe.ledger import Ledger, Selection, State
from leadframe.ledger.records import PAGE
from tests.ledger.world import CONSENT, DELIVERED, PAYLOAD, Clock, claim, find, submission


def letters(ledger: Ledger, chosen: Selection) -> str:
    found = "".join(record.snapshot.id[0] for record in ledger.records(chosen))
    assert ledger.count(chosen) == len(found)
    return found


def test_a_record_has_what_the_visitor_wrote_and_agreed_to(ledger: Ledger) -> None:
    ledger.accept(submission(consents=(CONSENT,)))

    (record,) = ledger.records(Selection())

    assert record.snapshot == find(ledger)
    assert record.payload["email"] == PAYLOAD["email"]
    assert record.consents == (CONSENT.as_record(),)


def test_a_selection_is_by_state_form_and_time(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A"))
    ledger.settle(claim(ledger), DELIVERED)
    clock.advance(10)
    at = clock.now
    ledger.accept(submission("B"))
    ledger.accept(submission("C", slug="other"))

    assert letters(ledger, Selection()) == "ABC"
    assert letters(ledger, Selection(state=State.DELIVERED)) == "A"
    assert letters(ledger, Selection(slug="other")) == "C"
    assert letters(ledger, Selection(since=at)) == "BC"
    assert letters(ledger, Selection(until=at)) == "A"
    assert letters(ledger, Selection(state=State.QUEUED, slug="acme", since=at)) == "B"


def test_pages_meet_without_a_gap_even_where_many_came_in_at_once(
    ledger: Ledger, clock: Clock
) -> None:
    ids = [f"{number:016}" for number in range(PAGE + 2)]
    for id_ in reversed(ids):
        ledger.accept(replace(submission(), id=id_))
    clock.advance(1)
    ledger.accept(submission("A"))

    assert [record.snapshot.id for record in ledger.records(Selection())] == [*ids, "A" * 16]


def test_what_comes_in_meanwhile_does_not_disturb(ledger: Ledger, clock: Clock) -> None:
    ledger.accept(submission("A"))
    records = ledger.records(Selection())
    assert next(records).snapshot.id[0] == "A"

    clock.advance(1)
    ledger.accept(submission("B"))

    assert [record.snapshot.id[0] for record in records] == ["B"]
