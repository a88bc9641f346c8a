"""When a lead that a lookup does not show is provably not at the lead API: pure functions.

The lead API may show a lead only some time after it took it, and it shows no more than the newest
100. So an absence counts only once the attempt has been over for a quarantine, twice, and while
the attempt's own time is in sight (ledger.md, transition 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from leadframe.ledger.policy import Numbers

# A lead API that was seen to be slow in showing leads is given so many times that time.
LAGS_IN_QUARANTINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is known of a submission that lookups have not shown; times are Unix seconds.

    Attributes:
        sent_at: before this nothing of the attempt can have been sent.
        over_at: after this nothing more can have been sent.
        looks: how many lookups did not see it.
        absent_at: when the first of those that count was made.
    """

    sent_at: float
    over_at: float
    looks: int
    absent_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A lookup in which a submission was not to be seen.

    Attributes:
        asked_at: when the lead API was asked, in Unix seconds.
        window_from: nothing created since then was out of sight.
        is_new_way: whether the form was looked up another way until now.
        is_verified: whether this way of looking has ever found a lead known to be there.
        visibility_lag: the longest a lead is known to have stayed invisible, in seconds.
    """

    asked_at: float
    window_from: float
    is_new_way: bool
    is_verified: bool
    visibility_lag: float


class Absence(Enum):
    """What a lookup without the submission in it means."""

    TOO_EARLY = auto()
    """It may only not be visible yet."""
    COUNTS = auto()
    """It speaks for absence, but one such lookup is not enough."""
    PROVED = auto()
    """It is not there, and never was."""
    OUT_OF_SIGHT = auto()
    """Newer leads may have pushed it out of the list: no lookup can decide any more."""
    ELSEWHERE = auto()
    """The way of looking has changed since it was sent: it may be where nobody looks now."""
    UNVERIFIED = auto()
    """Nobody knows whether this lookup would show it."""


def judge_absence(doubt: Doubt, look: Look, numbers: Numbers) -> Absence:
    """Say what it means that a lookup did not show a submission (transitions 9 and 10)."""
    if look.is_new_way:
        return Absence.ELSEWHERE
    quarantine = max(numbers.quarantine_seconds, LAGS_IN_QUARANTINE * look.visibility_lag)
    if look.asked_at < doubt.over_at + quarantine:
        return Absence.TOO_EARLY
    if look.window_from > doubt.sent_at - numbers.clock_skew_seconds:
        return Absence.OUT_OF_SIGHT
    if not look.is_verified:
        return Absence.UNVERIFIED
    if doubt.absent_at is None or look.asked_at < doubt.absent_at + numbers.absent_gap_seconds:
        return Absence.COUNTS
    return Absence.PROVED


def wait_for_look_seconds(looks: int, numbers: Numbers) -> float:
    """Return how long after the last of so many lookups to look again.

    The settings count from the moment of doubt; after the last of them its number is the pace.
    """
    waits = [later - sooner for sooner, later in pairwise((0.0, *numbers.lookup_seconds))]
    return waits[looks] if looks < len(waits) else numbers.lookup_seconds[-1]
