"""What the reconciler brings about: transitions 8 to 10, numbered as in ledger.md."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from leadframe.ledger import form_state, reading
from leadframe.ledger.absence import Absence, Doubt, Look, judge_absence, wait_for_look_seconds
from leadframe.ledger.form_state import FormState
from leadframe.ledger.policy import Decision, Moment, decide, decide_unconfirmed, pause_seconds
from leadframe.ledger.transitions import RECONCILER
from leadframe.ledger.values import Outcome, Sightings, Snapshot, State, Verdict
from leadframe.ledger.writes import Note, follow, put_off, record

NOT_THERE = Outcome(verdict=Verdict.NOT_SENT, error="it never arrived")
UNDECIDABLE = {
    Absence.ELSEWHERE: "the form's channel, or the place of its reference, has changed since",
    Absence.OUT_OF_SIGHT: "newer leads may have pushed it out of the lookup's sight",
    Absence.UNVERIFIED: "the lookup has never shown a lead that is known to be there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """An answered lookup of one form.

    Attributes:
        sightings: what it showed.
        asked_at: when the lead API was asked, in Unix seconds.
        by: fingerprints the way of looking; what verified one way says nothing about another.
        resend: whether what cannot be decided is sent again instead of held.
    """

    sightings: Sightings
    asked_at: float
    by: str
    resend: bool


def begin(
    connection: Connection, slugs: Collection[str], owner: str, moment: Moment
) -> float | None:
    """Take on the lookup of forms that share a channel, if one is due and nobody else has it."""
    if not reading.has_due_lookup(connection, slugs, now=moment.now):
        return None
    until = moment.now + moment.numbers.lease_seconds
    lent = form_state.lend_lookup(connection, slugs, owner, now=moment.now, until=until)
    return moment.now if lent else None


def finish(connection: Connection, slug: str, lookup: Lookup, moment: Moment) -> list[str]:
    """8 to 10: follow what a lookup showed, and what it did not; return the ids that moved."""
    unconfirmed = reading.unconfirmed(connection, slug)
    witnesses = reading.witnesses(connection, slug)
    form = form_state.lock(connection, slug)
    found = [(lead, doubt.looks) for lead, doubt in unconfirmed if _shows(lookup, lead)]
    found += [(lead, looks) for looks, lead in witnesses if _shows(lookup, lead)]
    look = _judge_lookup(connection, form, lookup, found, moment)
    for looks, witness in witnesses:
        _follow_witness(connection, witness, looks, lookup, moment)
    moved = [
        lead.id
        for lead, doubt in unconfirmed
        if _follow_lookup(connection, lead, doubt, lookup, look, moment)
    ]
    form_state.end_lookup(connection, slug, by=lookup.by)
    return moved


def fail(connection: Connection, slugs: Collection[str], reason: str, moment: Moment) -> list[str]:
    """Take note of a lookup that told nothing; return the ids held, in doubt for too long."""
    held = []
    for slug in sorted(slugs):
        for lead, doubt in reading.unconfirmed(connection, slug):
            if moment.now - doubt.over_at < moment.numbers.max_age_seconds:
                record(connection, lead.id, lead.state, lead.state, _note(moment, reason))
                continue
            _give_up(connection, lead, f"for too long: {reason}", moment, resend=False)
            held.append(lead.id)
        form = form_state.lock(connection, slug)
        fails = form.lookup_fails + moment.numbers.breaker_failures
        until = moment.now + pause_seconds(fails, moment.numbers)
        form_state.postpone_lookup(connection, form, until=until)
    return held


def give_up(
    connection: Connection, slug: str, reason: str, moment: Moment, *, resend: bool
) -> list[str]:
    """10: decide without a lookup what becomes of a form's unconfirmed submissions."""
    for looks, witness in reading.witnesses(connection, slug):
        # It is of use on the day when the form has a lookup.
        wait = wait_for_look_seconds(looks + 1, moment.numbers)
        put_off(connection, witness, due_at=moment.now + wait, looks=looks + 1)
    leads = [lead for lead, _ in reading.unconfirmed(connection, slug)]
    for lead in leads:
        _give_up(connection, lead, reason, moment, resend=resend)
    return [lead.id for lead in leads]


def _shows(lookup: Lookup, lead: Snapshot) -> bool:
    return lead.id in lookup.sightings.upstream_ids


def _judge_lookup(
    connection: Connection,
    form: FormState,
    lookup: Lookup,
    found: list[tuple[Snapshot, int]],
    moment: Moment,
) -> Look:
    """Say how far a lookup can be trusted, and remember it."""
    lag = form.visibility_lag or 0.0
    is_new_way = form.lookup_by not in {None, lookup.by}
    if found:
        lag = max(lag, *(_lag_seconds(lead, looks) for lead, looks in found))
        form_state.verify_lookup(connection, form, at=moment.now, lag=lag)
    elif is_new_way:
        form_state.doubt_lookup(connection, form.slug)
    return Look(
        asked_at=lookup.asked_at,
        window_from=lookup.sightings.window_from,
        is_new_way=is_new_way,
        is_verified=bool(found) or form.lookup_verified_at is not None,
        visibility_lag=lag,
    )


def _lag_seconds(lead: Snapshot, looks: int) -> float:
    """Return how long a lead stayed invisible, by the plan of lookups; 0 if the first showed it.

    What counts is when the lookup was due: one that comes after an outage tells of the outage.
    """
    since = lead.delivered_at or lead.sent_at
    if not looks or lead.due_at is None or since is None:
        return 0.0
    return max(0.0, lead.due_at - since)


def _follow_lookup(  # noqa: PLR0913, PLR0917 - what is known of the lead, and of the lookup
    connection: Connection,
    lead: Snapshot,
    doubt: Doubt,
    lookup: Lookup,
    look: Look,
    moment: Moment,
) -> bool:
    """Decide about one unconfirmed submission; return whether it moved."""
    if _shows(lookup, lead):
        return _believe(connection, lead, lookup.sightings.upstream_ids[lead.id], moment)
    absence = judge_absence(doubt, look, moment.numbers)
    if reason := UNDECIDABLE.get(absence):
        return _give_up(connection, lead, reason, moment, resend=lookup.resend)
    not_seen = f"not among the {lookup.sightings.shown} leads shown"
    if absence is Absence.PROVED:
        series = reading.series(connection, lead, now=moment.now)
        note = _note(moment, f"{not_seen} again: {NOT_THERE.error}")
        return follow(connection, lead, decide(NOT_THERE, series, moment), note)
    looks = doubt.looks + 1
    if absence is Absence.COUNTS:
        absent_at = doubt.absent_at or lookup.asked_at
        due_at = absent_at + moment.numbers.absent_gap_seconds
    else:
        absent_at = None
        due_at = moment.now + wait_for_look_seconds(looks, moment.numbers)
    put_off(connection, lead, due_at=due_at, looks=looks, absent_at=absent_at)
    record(connection, lead.id, lead.state, lead.state, _note(moment, not_seen))
    return False


def _believe(connection: Connection, lead: Snapshot, upstream_id: str, moment: Moment) -> bool:
    """8: it is there."""
    delivered = Decision(state=State.DELIVERED, tries=lead.tries)
    note = _note(moment, "found among the leads shown")
    return follow(
        connection, lead, delivered, note, delivered_at=moment.now, upstream_id=upstream_id
    )


def _give_up(
    connection: Connection, lead: Snapshot, reason: str, moment: Moment, *, resend: bool
) -> bool:
    series = reading.series(connection, lead, now=moment.now)
    decision = decide_unconfirmed(series, moment, resend=resend)
    return follow(connection, lead, decision, _note(moment, reason))


def _follow_witness(
    connection: Connection, witness: Snapshot, looks: int, lookup: Lookup, moment: Moment
) -> None:
    """Look for a delivered submission until it is seen, or until another may serve better."""
    delivered_at = witness.delivered_at or 0.0
    is_late = lookup.asked_at >= delivered_at + moment.numbers.quarantine_seconds
    if _shows(lookup, witness) or is_late:
        put_off(connection, witness, due_at=None, looks=looks)
        return
    wait = wait_for_look_seconds(looks + 1, moment.numbers)
    put_off(connection, witness, due_at=moment.now + wait, looks=looks + 1)


def _note(moment: Moment, reason: str) -> Note:
    return Note(at=moment.now, actor=RECONCILER, reason=reason)
