"""Whether the keys fit what is stored, judged by a few submissions."""

from __future__ import annotations

from sqlalchemy import Connection, select

from leadframe.ledger.sealing import Seal
from leadframe.ledger.tables import in_state, submission
from leadframe.ledger.values import State

LOOKED_AT = 5

NEWEST = select(submission.c.payload).order_by(submission.c.created_at.desc()).limit(LOOKED_AT)
# In the order of their index: where many wait, none but these is read.
WAITING = (
    select(submission.c.payload)
    .where(in_state(submission, State.QUEUED))
    .order_by(submission.c.slug, submission.c.due_at)
    .limit(LOOKED_AT)
)


def check_keys(connection: Connection, seal: Seal) -> None:
    """Open a few of the newest submissions, and of those that wait to be sent.

    The newest alone would not do: after a first start with a wrong key they are closed with it.

    Raises:
        UnreadableSubmissionError: none of the keys opens one of them.
    """
    for few in (NEWEST, WAITING):
        for stored in connection.execute(few).scalars():
            seal.open(stored)
