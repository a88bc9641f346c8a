"""What became of everything: the visitors' receipts and the ledger, held against the lead API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from leadframe.lead import REFERENCE_PREFIX
from leadframe.ledger import State

STILL_OPEN = {State.QUEUED, State.SENDING, State.UNCONFIRMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A lead that the lead API created, by its own record.

    Attributes:
        reference: ours, or whatever a foreign lead has in its place.
        visitor: who wrote it, by what they wrote.
    """

    reference: str
    visitor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A submission as the ledger has it.

    Attributes:
        id: the submission's.
        state: where it stands at the end.
        was_in_doubt: whether any attempt at it may have taken effect without saying so.
    """

    id: str
    state: State
    was_in_doubt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """The submissions by what became of them.

    What stands from `delivered` to `in_doubt` was accepted. The faults are sought in all that is
    stored or arrived, for a visitor who gave up may have been heard all the same.

    Attributes:
        accepted: the visitor was thanked.
        delivered: the ledger says so, and the lead API has it.
        held: it waits for a person.
        dead: it was refused for good.
        queued: it still waits to be sent.
        in_doubt: an attempt at it may have taken effect without saying so.
        unthanked: it is stored, and its visitor gave up before being told.
        lost: the ledger has no trace of it, or says delivered though the lead API has it not.
        duplicated: the lead API has it more than once, or another of the same visitor.
        stuck: it is still open.
        unfounded: it is held though it was never in doubt, or dead though the lead API has it.
    """

    accepted: frozenset[str]
    delivered: frozenset[str]
    held: frozenset[str]
    dead: frozenset[str]
    queued: frozenset[str]
    in_doubt: frozenset[str]
    unthanked: frozenset[str]
    lost: frozenset[str]
    duplicated: frozenset[str]
    stuck: frozenset[str]
    unfounded: frozenset[str]

    @property
    def faulty(self) -> frozenset[str]:
        """The submissions of which at least one is too many."""
        return self.lost | self.duplicated | self.stuck | self.unfounded

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind, in the order in which they are told."""
        return {each.name: len(getattr(self, each.name)) for each in fields(self)}


def reckon(
    accepted: Collection[str], kept: Collection[Kept], created: Iterable[Created]
) -> Reckoning:
    """Say what became of every submission.

    Args:
        accepted: the ids in the receipts that visitors were given.
        kept: all that the ledger has.
        created: all that the lead API has, foreign leads included.
    """
    thanked = frozenset(accepted)
    ours = [lead for lead in created if lead.reference.startswith(REFERENCE_PREFIX)]
    arrivals = Counter(_id_of(lead) for lead in ours)
    arrived = frozenset(arrivals)
    states = {state: frozenset(one.id for one in kept if one.state is state) for state in State}
    known = frozenset(one.id for one in kept)
    in_doubt = frozenset(one.id for one in kept if one.was_in_doubt)
    return Reckoning(
        accepted=thanked,
        delivered=thanked & states[State.DELIVERED] & arrived,
        held=thanked & states[State.HELD],
        dead=thanked & states[State.DEAD],
        queued=thanked & states[State.QUEUED],
        in_doubt=thanked & in_doubt,
        unthanked=known - thanked,
        lost=(states[State.DELIVERED] - arrived) | ((thanked | arrived) - known),
        duplicated=_arrived_twice(arrivals) | _of_the_same_visitor(ours),
        stuck=frozenset().union(*(states[state] for state in STILL_OPEN)),
        unfounded=(states[State.HELD] - in_doubt) | (states[State.DEAD] & arrived),
    )


def _id_of(lead: Created) -> str:
    return lead.reference.removeprefix(REFERENCE_PREFIX)


def _arrived_twice(arrivals: Counter[str]) -> frozenset[str]:
    return frozenset(id_ for id_, times in arrivals.items() if times > 1)


def _of_the_same_visitor(ours: list[Created]) -> frozenset[str]:
    """Name the leads of visitors who have several: each of them meant to send one."""
    times = Counter(lead.visitor for lead in ours)
    return frozenset(_id_of(lead) for lead in ours if times[lead.visitor] > 1)
