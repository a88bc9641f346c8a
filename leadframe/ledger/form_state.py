"""What the ledger remembers of a form: its pauses, its sends, and its lookups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select, update

from leadframe.ledger.due import NOW, SLUG
from leadframe.ledger.engine import insert
from leadframe.ledger.policy import Moment, pause_seconds
from leadframe.ledger.tables import channel_state, in_state, submission
from leadframe.ledger.values import State, Verdict
from leadframe.ledger.writes import Note, record_all

IS_CLOSED = channel_state.c.pause_reason.is_not(None)
TROUBLES = {Verdict.NOT_SENT, Verdict.AMBIGUOUS, Verdict.MISCONFIGURED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form's row, as it stood when it was locked."""

    slug: str
    paused_until: float | None
    pause_reason: str | None
    fails: int
    sends: int
    lookup_by: str | None
    lookup_verified_at: float | None
    lookup_fails: int
    visibility_lag: float | None
    recon_until: float | None


# Written once: see `due.Questions`. What is set is among the parameters.
FORM = select(*(channel_state.c[name] for name in FormState.__slots__)).where(
    channel_state.c.slug == SLUG
)
LOCK = FORM.with_for_update()
LOCK_IF_FREE = FORM.with_for_update(skip_locked=True)
IS_THERE = select(channel_state.c.slug).where(channel_state.c.slug == SLUG)
CLOSED_FORMS = select(channel_state.c.slug).where(IS_CLOSED, channel_state.c.paused_until <= NOW)
CHANGE = update(channel_state).where(channel_state.c.slug == bindparam("its_slug"))
FORGET_FAILURES = CHANGE.where(channel_state.c.fails > 0, ~IS_CLOSED).values(
    fails=0, paused_until=None
)


def lock(connection: Connection, slug: str) -> FormState:
    """Read a form's row, made where there is none, and keep others from changing it."""
    _create_if_missing(connection, slug)
    return FormState(**connection.execute(LOCK, {"slug": slug}).mappings().one())


def try_to_lock(connection: Connection, slug: str) -> FormState | None:
    """Do the same, but return None where another courier has it."""
    form = _ask_for(connection, LOCK_IF_FREE, slug)
    if form is None and _create_if_missing(connection, slug):
        form = _ask_for(connection, LOCK_IF_FREE, slug)
    return form


def count_send(connection: Connection, form: FormState) -> int:
    """Count one more send of a form; return its number."""
    _set(connection, form.slug, sends=form.sends + 1)
    return form.sends + 1


def follow_verdict(
    connection: Connection, slug: str, verdict: Verdict, error: str, moment: Moment
) -> None:
    """Let the breaker, or the form's closing, follow the outcome of an attempt.

    Failures that come while the form rests already are of the same trouble, and count once.
    """
    if verdict not in TROUBLES:
        _forget_failures(connection, slug)
        return
    form = lock(connection, slug)
    if verdict is Verdict.MISCONFIGURED:
        reason = error or "the lead API takes no leads of this form"
        _close(connection, form, reason, moment)
    elif (form.paused_until or 0.0) <= moment.now:
        fails = form.fails + 1
        rest = pause_seconds(fails, moment.numbers)
        until = moment.now + rest if rest else form.paused_until
        _set(connection, slug, fails=fails, paused_until=until)


def stay_closed(connection: Connection, slug: str, moment: Moment) -> None:
    """Wait twice as long before a closed form is asked about again."""
    form = lock(connection, slug)
    if form.pause_reason is not None:
        _close(connection, form, form.pause_reason, moment)


def open_again(connection: Connection, slug: str, note: Note) -> bool:
    """End a form's pause or closing; return whether there was one.

    Its queued submissions are due at once and start a new series.
    """
    paused = or_(IS_CLOSED, channel_state.c.paused_until > note.at)
    if not connection.execute(select(IS_CLOSED).where(channel_state.c.slug == slug, paused)).all():
        return False
    # Submissions before their form, as everywhere: in one order nobody waits in a circle.
    waiting = in_state(submission, State.QUEUED) & (submission.c.slug == slug)
    connection.execute(update(submission).where(waiting).values(due_at=note.at, tries=0))
    record_all(connection, waiting, State.QUEUED, note)
    _set(connection, slug, paused_until=None, pause_reason=None)
    return True


def lend_lookup(
    connection: Connection, slugs: Collection[str], owner: str, *, now: float, until: float
) -> bool:
    """Let one reconciler look forms up; return False while another does, or should wait."""
    forms = [lock(connection, slug) for slug in sorted(slugs)]
    if any((form.recon_until or 0.0) > now for form in forms):
        return False
    for form in forms:
        _set(connection, form.slug, recon_owner=owner, recon_until=until)
    return True


def end_lookup(connection: Connection, slug: str, *, by: str) -> None:
    """Take note that a lookup of a form was answered, and by which way it was made."""
    _set(connection, slug, recon_owner=None, recon_until=None, lookup_fails=0, lookup_by=by)


def postpone_lookup(connection: Connection, form: FormState, *, until: float) -> None:
    """Take note that a lookup of a form failed."""
    fails = form.lookup_fails + 1
    _set(connection, form.slug, recon_owner=None, recon_until=until, lookup_fails=fails)


def verify_lookup(connection: Connection, form: FormState, *, at: float, lag: float) -> None:
    """Take note that a lookup showed a lead known to be there, after so many seconds."""
    lag = max(lag, form.visibility_lag or 0.0)
    _set(connection, form.slug, lookup_verified_at=at, visibility_lag=lag)


def doubt_lookup(connection: Connection, slug: str) -> None:
    """Forget that the lookup was verified, so that the next delivery proves it anew."""
    _set(connection, slug, lookup_verified_at=None)


def _ask_for(connection: Connection, query: Select[Any], slug: str) -> FormState | None:
    row = connection.execute(query, {"slug": slug}).mappings().one_or_none()
    return FormState(**row) if row else None


def _create_if_missing(connection: Connection, slug: str) -> bool:
    """Make a form's row, unless there is one; return whether it was missing."""
    if connection.execute(IS_THERE, {"slug": slug}).first():
        return False
    row = insert(connection.dialect.name, channel_state).values(slug=slug)
    connection.execute(row.on_conflict_do_nothing())
    return True


def _close(connection: Connection, form: FormState, reason: str, moment: Moment) -> None:
    """Close a form; after it opens, a single lead tries first."""
    fails = max(form.fails + 1, moment.numbers.breaker_failures)
    until = moment.now + pause_seconds(fails, moment.numbers)
    _set(connection, form.slug, fails=fails, paused_until=until, pause_reason=reason)


def _forget_failures(connection: Connection, slug: str) -> None:
    connection.execute(FORGET_FAILURES, {"its_slug": slug})


def _set(connection: Connection, slug: str, **values: float | str | None) -> None:
    connection.execute(CHANGE, {"its_slug": slug, **values})
