"""Which work is due: the questions that couriers ask all day, each answered from small indexes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Double,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    func,
    select,
    union_all,
)

from leadframe.ledger.policy import Numbers
from leadframe.ledger.tables import SNAPSHOT, channel_state, in_state, is_witness, submission
from leadframe.ledger.values import State

# So many forms are tried for one claim, where other couriers are claiming at the same moment.
FORMS_TRIED = 16

# What stands for a form's slug, and for the moment, in a statement that is asked again and again.
SLUG: BindParameter[str] = bindparam("slug", type_=Text())
NOW: BindParameter[float] = bindparam("now", type_=Double())
Time = float | BindParameter[float]

# The other submissions of a form, seen from the one that may be next.
other = submission.alias("other")


@dataclass(frozen=True, slots=True)
class Questions:
    """What couriers ask by some numbers, each question written once.

    To write one takes several times as long as to have it answered.
    """

    forms_to_claim: Select[str]
    next_submission: Select[Any]
    next_moment: Select[float | None]


@cache
def questions(numbers: Numbers) -> Questions:
    """Return the questions by some numbers, about SLUG and NOW."""
    return Questions(
        forms_to_claim(numbers, now=NOW),
        next_submission(SLUG, numbers, now=NOW),
        next_moment(numbers),
    )


def forms_to_claim(numbers: Numbers, *, now: Time) -> Select[str]:
    """Select the forms that may start an attempt and have a lead due, the longest due first."""
    form = _free_forms(numbers)
    return (
        select(form.c.slug)
        .where(form.c.paused_until <= now, form.c.due_at <= now)
        .order_by(form.c.due_at)
        .limit(FORMS_TRIED)
    )


def next_submission(slug: str | BindParameter[str], numbers: Numbers, *, now: Time) -> Select[Any]:
    """Select a form's submission that has been due longest, and its payload, if the form is free.

    The form's row in `channel_state` must be locked: nobody else starts an attempt meanwhile.
    """
    return (
        select(*SNAPSHOT, submission.c.payload)
        .join(channel_state, channel_state.c.slug == submission.c.slug)
        .where(
            in_state(submission, State.QUEUED),
            submission.c.slug == slug,
            submission.c.due_at <= now,
            channel_state.c.pause_reason.is_(None),
            func.coalesce(channel_state.c.paused_until, 0.0) <= now,
            _may_start(channel_state.c.slug, numbers),
        )
        .order_by(submission.c.due_at)
        .limit(1)
        .with_for_update(of=submission, skip_locked=True)
    )


def next_moment(numbers: Numbers) -> Select[float | None]:
    """Select the earliest time at which a claim or a sweep may find work."""
    form = _free_forms(numbers)
    claimable_at = case(
        (form.c.due_at > form.c.paused_until, form.c.due_at), else_=form.c.paused_until
    )
    moments = union_all(
        select(func.min(claimable_at).label("at")),
        select(func.min(submission.c.lease_until)).where(in_state(submission, State.SENDING)),
    ).subquery()
    return select(func.min(moments.c.at))


def lease_has_expired(now: Time) -> ColumnElement[bool]:
    """Return the condition that an attempt's courier has been gone for too long."""
    return in_state(submission, State.SENDING) & (submission.c.lease_until <= now)


def forms_to_look_up(now: Time) -> CompoundSelect[str]:
    """Select the forms with unconfirmed submissions, or with a witness that is due."""
    in_doubt = select(submission.c.slug).where(in_state(submission, State.UNCONFIRMED))
    to_prove = select(submission.c.slug).where(is_witness(), submission.c.due_at <= now)
    return in_doubt.union(to_prove)


def _free_forms(numbers: Numbers) -> Subquery:
    """Select the open forms with queued submissions that may start another attempt.

    `due_at` is when the first of those submissions is due; `paused_until` is 0 for most.
    """
    form = _waiting_forms()
    oldest = (
        select(func.min(submission.c.due_at))
        .where(in_state(submission, State.QUEUED), submission.c.slug == form.c.slug)
        .scalar_subquery()
    )
    return (
        select(
            form.c.slug,
            oldest.label("due_at"),
            func.coalesce(channel_state.c.paused_until, 0.0).label("paused_until"),
        )
        .outerjoin(channel_state, channel_state.c.slug == form.c.slug)
        .where(
            form.c.slug.is_not(None),
            channel_state.c.pause_reason.is_(None),
            _may_start(form.c.slug, numbers),
        )
        .subquery()
    )


def _may_start(slug: ColumnElement[str], numbers: Numbers) -> ColumnElement[bool]:
    """Return the condition that a form may have one more attempt under way.

    After too many failures in a row a single lead tries whether the lead API is back. While an
    attempt is in doubt, only so many more may start: then our own leads cannot push it out of
    the newest 100 that a lookup shows (ledger.md, 100-newest barrier).
    """
    under_way = (
        select(func.count())
        .select_from(other)
        .where(in_state(other, State.SENDING), other.c.slug == slug)
        .scalar_subquery()
    )
    has_failed = func.coalesce(channel_state.c.fails, 0) >= numbers.breaker_failures
    return and_(
        under_way < case((has_failed, 1), else_=numbers.channel_in_flight),
        *(
            _sends_since_first(state, slug) < numbers.barrier_sends
            for state in (State.SENDING, State.UNCONFIRMED)
        ),
    )


def _sends_since_first(state: State, slug: ColumnElement[str]) -> ColumnElement[int]:
    """Count the sends of a form since the first of its attempts that are in a state."""
    first = (
        select(func.min(other.c.send_number))
        .where(in_state(other, state), other.c.slug == slug)
        .scalar_subquery()
    )
    return func.coalesce(channel_state.c.sends - first, 0)


def _waiting_forms() -> CTE:
    """Name the forms with queued submissions by hopping through the index from form to form.

    The cost is one probe for each such form: a hundred thousand leads that wait for one paused
    form do not slow down the others.
    """
    form = (
        select(func.min(submission.c.slug).label("slug"))
        .where(in_state(submission, State.QUEUED))
        .cte("form", recursive=True)
    )
    after = (
        select(func.min(submission.c.slug))
        .where(in_state(submission, State.QUEUED), submission.c.slug > form.c.slug)
        .scalar_subquery()
    )
    return form.union_all(select(after).where(form.c.slug.is_not(None)))


FORMS_TO_LOOK_UP = forms_to_look_up(NOW)
