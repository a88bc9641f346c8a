from __future__ import annotations

from leadframe.ledger import State
from tests.chaos.reckoning import Created, Kept, Reckoning, reckon

ID = "A" * 16
OTHER = "B" * 16


def kept(state: State, id_: str = ID, *, was_in_doubt: bool = False) -> Kept:
    return Kept(id=id_, state=state, was_in_doubt=was_in_doubt)


def created(id_: str = ID, visitor: str = "V1") -> Created:
    return Created(reference=f"lf-{id_}", visitor=visitor)


def reckoned(*leads: Created, of: Kept | None, accepted: bool = True) -> Reckoning:
    return reckon({ID} if accepted else set(), [of] if of else [], leads)


def test_a_lead_that_arrived_once_is_delivered_and_nothing_is_faulty() -> None:
    result = reckoned(created(), of=kept(State.DELIVERED))

    assert result.delivered == {ID}
    assert not result.faulty


def test_a_lead_that_the_lead_api_has_twice_is_duplicated() -> None:
    result = reckoned(created(), created(), of=kept(State.DELIVERED))

    assert result.duplicated == {ID}
    assert result.faulty == {ID}


def test_a_held_lead_that_arrived_twice_is_duplicated_too() -> None:
    result = reckoned(created(), created(), of=kept(State.HELD, was_in_doubt=True))

    assert result.faulty == result.duplicated == {ID}


def test_two_references_of_one_visitor_are_duplicated() -> None:
    both = [kept(State.DELIVERED), kept(State.DELIVERED, OTHER)]

    result = reckon({ID}, both, [created(), created(OTHER)])

    assert result.duplicated == {ID, OTHER}


def test_foreign_leads_are_nobodys_duplicates() -> None:
    foreign = Created(reference="", visitor="")

    assert not reckoned(foreign, foreign, created(), of=kept(State.DELIVERED)).faulty


def test_a_lead_whose_visitor_was_thanked_and_that_nobody_has_is_lost() -> None:
    assert reckoned(of=None).lost == {ID}


def test_a_lead_that_is_called_delivered_and_never_arrived_is_lost() -> None:
    result = reckoned(of=kept(State.DELIVERED))

    assert result.lost == {ID}
    assert not result.delivered


def test_a_lead_that_arrived_and_that_the_ledger_forgot_is_lost() -> None:
    assert reckoned(created(), of=None, accepted=False).lost == {ID}


def test_a_lead_that_is_still_open_is_stuck() -> None:
    for state in (State.QUEUED, State.SENDING, State.UNCONFIRMED):
        assert reckoned(of=kept(state)).faulty == {ID}

    assert reckoned(of=kept(State.QUEUED)).queued == {ID}


def test_a_lead_of_a_visitor_who_gave_up_may_be_absent_or_there_once() -> None:
    assert not reckoned(of=None, accepted=False).faulty
    assert not reckoned(created(), of=kept(State.DELIVERED), accepted=False).faulty


def test_a_lead_of_a_visitor_who_gave_up_may_not_be_there_twice() -> None:
    result = reckoned(created(), created(), of=kept(State.DELIVERED), accepted=False)

    assert result.duplicated == {ID}


def test_what_was_in_doubt_may_be_held_whether_it_arrived_or_not() -> None:
    in_doubt = kept(State.HELD, was_in_doubt=True)

    assert not reckoned(of=in_doubt).faulty
    assert not reckoned(created(), of=in_doubt).faulty


def test_what_was_never_in_doubt_is_held_without_a_cause() -> None:
    assert reckoned(of=kept(State.HELD)).unfounded == {ID}


def test_a_dead_lead_that_the_lead_api_has_is_dead_without_a_cause() -> None:
    assert not reckoned(of=kept(State.DEAD)).faulty
    assert reckoned(created(), of=kept(State.DEAD)).unfounded == {ID}


def test_the_counts_name_every_kind() -> None:
    counts = reckoned(created(), of=kept(State.DELIVERED)).counts()

    assert (counts["accepted"], counts["delivered"], counts["lost"]) == (1, 1, 0)
