"""What visitors and couriers bring about: transitions 1 to 7, numbered as in ledger.md.

Each runs inside its caller's write transaction, and says no before it writes anything.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from leadframe.errors import UnreadableSubmissionError
from leadframe.ledger import due, form_state, reading
from leadframe.ledger.absence import wait_for_look_seconds
from leadframe.ledger.arrivals import store
from leadframe.ledger.policy import Moment, decide
from leadframe.ledger.sealing import Seal
from leadframe.ledger.values import Claim, Outcome, Snapshot, State, Submission, Verdict
from leadframe.ledger.writes import (
    Note,
    close_attempt,
    follow,
    move,
    open_attempt,
    put_off,
)

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]

COURIER = "courier"
RECONCILER = "reconciler"

LEASE_EXPIRED = Outcome(verdict=Verdict.AMBIGUOUS, error="the courier did not come back")
# With a wrong key every lead is put off: so many a claim, or others would wait for it.
UNREADABLE_PUT_OFF = 16
UNREADABLE_WAIT_SECONDS = 300.0
NEVER_LOOKED_FOR = {"absent_seen": 0, "absent_at": None}


def accept(
    connection: Connection, new: Sequence[Submission], at: float | None, seal: Seal
) -> list[Snapshot]:
    """1: store submissions, or find what became of those whose ids are there already.

    See `arrivals.store` of what it is to leave the moment to the database.
    """
    first: dict[str, Submission] = {}
    for one in new:
        first.setdefault(one.id, one)
    # By their ids: of two processes that store the same ones, neither waits in a circle.
    in_order = sorted(first.values(), key=attrgetter("id"))
    fresh = store(connection, in_order, at, seal)
    return [
        fresh.pop(one.id) if one.id in fresh else reading.get(connection, one.id) for one in new
    ]


def claim(
    connection: Connection, owner: str, moment: Moment, seal: Seal, *, claimed_at_boot: float
) -> Claim | None:
    """2: take the submission that has been due longest, and write down the intent to send it."""
    query = due.questions(moment.numbers).forms_to_claim
    for slug in connection.execute(query, {"now": moment.now}).scalars().all():
        form = form_state.try_to_lock(connection, slug)
        if form is None:
            continue  # another courier is claiming there
        if found := _next_readable(connection, slug, moment, seal):
            number = form_state.count_send(connection, form)
            return _intend(connection, *found, number, owner, moment, claimed_at_boot)
    return None


def _next_readable(
    connection: Connection, slug: str, moment: Moment, seal: Seal
) -> tuple[Snapshot, Payload] | None:
    """Find a form's submission that has been due longest, and what is to be sent of it.

    What none of the keys opens is put off, for a person to mend that: no try is counted, and no
    lead is given up for it.
    """
    query = due.questions(moment.numbers).next_submission
    for _ in range(UNREADABLE_PUT_OFF):
        found = connection.execute(query, {"slug": slug, "now": moment.now}).mappings().first()
        if found is None:
            return None
        columns = dict(found)
        payload = columns.pop("payload")
        lead = Snapshot(**columns)
        try:
            return lead, seal.open(payload)
        except UnreadableSubmissionError as error:
            told = {"form": slug, "submission": lead.id, "reason": str(error)}
            log.error("Submission cannot be read, it waits", extra=told)  # noqa: TRY400 - no bug
            due_at = moment.now + UNREADABLE_WAIT_SECONDS
            put_off(connection, lead, due_at=due_at, looks=0, error=str(error))
    return None


def _intend(  # noqa: PLR0913, PLR0917 - the half of `claim` that writes
    connection: Connection,
    lead: Snapshot,
    payload: Payload,
    number: int,
    owner: str,
    moment: Moment,
    claimed_at_boot: float,
) -> Claim:
    fence, tries = lead.fence + 1, lead.tries + 1
    move(
        connection,
        lead,
        State.SENDING,
        Note(at=moment.now, actor=COURIER),
        fence=fence,
        tries=tries,
        owner=owner,
        lease_until=moment.now + moment.numbers.lease_seconds,
        sent_at=moment.now,
        send_number=number,
    )
    open_attempt(connection, lead.id, fence, at=moment.now)
    return Claim(
        id=lead.id,
        slug=lead.slug,
        payload=payload,
        fence=fence,
        tries=tries,
        claimed_at_boot=claimed_at_boot,
    )


def settle(connection: Connection, held: Claim, outcome: Outcome, moment: Moment) -> State:
    """3 to 6: follow the outcome of a claim; a stale claim may bring nothing but proof."""
    lead = reading.get(connection, held.id, locked=True)
    is_current = (lead.state, lead.fence) == (State.SENDING, held.fence)
    if not is_current and outcome.verdict is not Verdict.DELIVERED:
        return lead.state
    close_attempt(connection, held.id, held.fence, outcome, at=moment.now)
    if lead.state is State.DELIVERED:
        return lead.state
    decision = decide(outcome, reading.series(connection, lead, now=moment.now), moment)
    note = Note(at=moment.now, actor=COURIER, reason=outcome.error)
    follow(
        connection,
        lead,
        decision,
        note,
        upstream_id=outcome.upstream_id,
        error=outcome.error,
        **_what_to_look_for(connection, lead, decision.state, moment),
    )
    if is_current:
        form_state.follow_verdict(connection, lead.slug, outcome.verdict, outcome.error, moment)
    return decision.state


def _what_to_look_for(
    connection: Connection, lead: Snapshot, state: State, moment: Moment
) -> dict[str, Any]:
    """Say when to look for a submission: one in doubt, or one that can prove the lookup."""
    first_look_at = moment.now + wait_for_look_seconds(0, moment.numbers)
    if state is State.UNCONFIRMED:
        return {"over_at": moment.now, "due_at": first_look_at, **NEVER_LOOKED_FOR}
    if state is not State.DELIVERED:
        return {}
    delivered: dict[str, Any] = {"delivered_at": moment.now}
    if not reading.wants_witness(connection, lead.slug):
        return delivered
    return {**delivered, "due_at": first_look_at, **NEVER_LOOKED_FOR}


def expire(connection: Connection, moment: Moment) -> int:
    """7: take over the attempts whose couriers did not come back; return how many."""
    expired = reading.expired(connection, now=moment.now)
    return sum(_take_over(connection, lead, moment) for lead in expired)


def _take_over(connection: Connection, lead: Snapshot, moment: Moment) -> bool:
    moved = move(
        connection,
        lead,
        State.UNCONFIRMED,
        Note(at=moment.now, actor=RECONCILER, reason=LEASE_EXPIRED.error),
        owner=None,
        lease_until=None,
        over_at=moment.now,
        due_at=moment.now,
        error=LEASE_EXPIRED.error,
        **NEVER_LOOKED_FOR,
    )
    if moved:
        close_attempt(connection, lead.id, lead.fence, LEASE_EXPIRED, at=moment.now)
    return moved
