"""The transitions, numbered as in ledger.md; each runs inside its caller's write transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from leadframe.errors import RefusedTransitionError
from leadframe.ledger import due, reading
from leadframe.ledger.policy import Moment, decide, decide_unconfirmed
from leadframe.ledger.values import Claim, Outcome, Snapshot, State, Submission, Verdict
from leadframe.ledger.writes import (
    Note,
    close_attempt,
    follow,
    lift_pause,
    move,
    open_attempt,
    pause,
    store,
)

WEB = "web"
COURIER = "courier"
SWEEPER = "sweeper"

# An operator may also hurry a queued submission: that is how a paused form is opened again.
RETRIABLE = {State.HELD, State.DEAD, State.QUEUED}
LEASE_EXPIRED = Outcome(verdict=Verdict.AMBIGUOUS, error="the courier did not come back")


def accept(connection: Connection, new: Submission, moment: Moment) -> Snapshot:
    """1: store a submission, or find what became of it if its id is there already."""
    fresh = store(connection, new, Note(at=moment.now, actor=WEB))
    return fresh or reading.get(connection, new.id)


def claim(
    connection: Connection, owner: str, moment: Moment, *, claimed_at_boot: float
) -> Claim | None:
    """2: take the submission that has been due longest, and write down the intent to send it."""
    numbers = moment.numbers
    query = due.next_submission(now=moment.now, in_flight=numbers.channel_in_flight)
    id_ = connection.execute(query).scalar_one_or_none()
    if id_ is None:
        return None
    lead = reading.get(connection, id_)
    fence, tries = lead.fence + 1, lead.tries + 1
    move(
        connection,
        lead,
        State.SENDING,
        Note(at=moment.now, actor=COURIER),
        fence=fence,
        tries=tries,
        owner=owner,
        lease_until=moment.now + numbers.lease_seconds,
        sent_at=moment.now,
    )
    open_attempt(connection, id_, fence, at=moment.now)
    return Claim(
        id=id_,
        slug=lead.slug,
        payload=reading.payload(connection, id_),
        fence=fence,
        tries=tries,
        claimed_at_boot=claimed_at_boot,
    )


def settle(connection: Connection, held: Claim, outcome: Outcome, moment: Moment) -> State:
    """3 to 6: follow the outcome of a claim; a stale claim may bring nothing but proof."""
    lead = reading.get(connection, held.id)
    proved = outcome.verdict is Verdict.DELIVERED
    if not proved and (lead.state, lead.fence) != (State.SENDING, held.fence):
        return lead.state
    close_attempt(connection, held.id, held.fence, outcome, at=moment.now)
    if lead.state is State.DELIVERED:
        return lead.state
    decision = decide(outcome, reading.series(connection, lead, now=moment.now), moment)
    follow(
        connection,
        lead,
        decision,
        Note(at=moment.now, actor=COURIER, reason=outcome.error),
        delivered_at=moment.now if proved else None,
        upstream_id=outcome.upstream_id,
        error=outcome.error,
    )
    if decision.pauses_form:
        pause(connection, lead.slug, outcome.error or "the lead API takes no leads of this form")
    return decision.state


def sweep(
    connection: Connection, doubtful: Sequence[Snapshot], resent: set[str], moment: Moment
) -> int:
    """7 and 10: settle what no courier will; return how many of `doubtful` were settled.

    `resent` names the forms whose doubtful submissions are not held but sent again.
    """
    return sum(
        _settle_doubt(connection, lead, moment, resend=lead.slug in resent) for lead in doubtful
    )


def _settle_doubt(connection: Connection, lead: Snapshot, moment: Moment, *, resend: bool) -> bool:
    if lead.state is State.SENDING:
        note = Note(at=moment.now, actor=SWEEPER, reason=LEASE_EXPIRED.error)
        if not move(connection, lead, State.UNCONFIRMED, note, error=LEASE_EXPIRED.error):
            return False
        close_attempt(connection, lead.id, lead.fence, LEASE_EXPIRED, at=moment.now)
        lead = replace(lead, state=State.UNCONFIRMED)
    series = reading.series(connection, lead, now=moment.now)
    decision = decide_unconfirmed(series, moment, resend=resend)
    why = "nothing proves whether it arrived"
    return follow(connection, lead, decision, Note(at=moment.now, actor=SWEEPER, reason=why))


def retry(connection: Connection, id_: str, note: Note) -> Snapshot:
    """11: queue a submission again because a person says so, and open its form if it is paused."""
    lead = reading.get(connection, id_)
    if lead.state not in RETRIABLE:
        raise RefusedTransitionError(f"a submission that is {lead.state} cannot be retried")
    move(connection, lead, State.QUEUED, note, tries=0, due_at=note.at)
    lift_pause(connection, lead.slug, at=note.at)
    return reading.get(connection, id_)
