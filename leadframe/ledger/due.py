"""Which work is due: the questions that couriers ask all day, each answered from small indexes."""

from __future__ import annotations

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    case,
    func,
    select,
    union_all,
)

from leadframe.ledger.tables import channel_state, in_state, submission
from leadframe.ledger.values import State

# The end of a pause that only a person lifts: the year 9999, which any database can hold.
UNTIL_LIFTED = 253402300799.0


def next_submission(*, now: float, in_flight: int) -> Select[str]:
    """Select the id of the queued submission that has been due longest.

    Left out are those of paused forms, and of forms with `in_flight` attempts under way.
    """
    form = _free_forms(in_flight)
    longest_due = (
        select(form.c.slug)
        .where(form.c.paused_until <= now, form.c.due_at <= now)
        .order_by(form.c.due_at)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(submission.c.id)
        .where(in_state(submission, State.QUEUED), submission.c.slug == longest_due)
        .order_by(submission.c.due_at)
        .limit(1)
    )


def next_moment(*, in_flight: int) -> Select[float | None]:
    """Select the earliest time at which a claim or a sweep may find work."""
    form = _free_forms(in_flight)
    claimable_at = case(
        (form.c.due_at > form.c.paused_until, form.c.due_at), else_=form.c.paused_until
    )
    moments = union_all(
        select(func.min(claimable_at).label("at")).where(form.c.paused_until < UNTIL_LIFTED),
        select(func.min(submission.c.lease_until)).where(in_state(submission, State.SENDING)),
        select(func.min(submission.c.sent_at)).where(in_state(submission, State.UNCONFIRMED)),
    ).subquery()
    return select(func.min(moments.c.at))


def lease_has_expired(now: float) -> ColumnElement[bool]:
    """Return the condition that an attempt's courier has been gone for too long."""
    return in_state(submission, State.SENDING) & (submission.c.lease_until <= now)


def _free_forms(in_flight: int) -> Subquery:
    """Select the forms with queued submissions that may start another attempt.

    `due_at` is when the first of those submissions is due; `paused_until` is 0 for most.
    """
    form = _waiting_forms()
    oldest = (
        select(func.min(submission.c.due_at))
        .where(in_state(submission, State.QUEUED), submission.c.slug == form.c.slug)
        .scalar_subquery()
    )
    under_way = (
        select(func.count())
        .where(in_state(submission, State.SENDING), submission.c.slug == form.c.slug)
        .scalar_subquery()
    )
    return (
        select(
            form.c.slug,
            oldest.label("due_at"),
            func.coalesce(channel_state.c.paused_until, 0.0).label("paused_until"),
        )
        .outerjoin(channel_state, channel_state.c.slug == form.c.slug)
        .where(form.c.slug.is_not(None), under_way < in_flight)
        .subquery()
    )


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
