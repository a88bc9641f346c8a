"""What follows from an attempt: pure functions of plain data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from leadframe.ledger.values import Outcome, State, Verdict
from leadframe.settings import Settings

# A server may ask us to wait, but not for longer than a person would.
RETRY_AFTER_MAX_SECONDS = 6 * 3600.0
# Beyond this the doubling has long met its ceiling, and a float would overflow.
DOUBLINGS_MAX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The settings of the same names that the ledger goes by (ledger.md, Numbers)."""

    lease_seconds: float
    quarantine_seconds: float
    lookup_seconds: tuple[float, ...]
    absent_gap_seconds: float
    clock_skew_seconds: float
    backoff_seconds: float
    backoff_max_seconds: float
    max_tries: int
    max_age_seconds: float
    barrier_sends: int
    breaker_failures: int
    breaker_pause_seconds: float
    breaker_pause_max_seconds: float
    channel_in_flight: int
    retention_days: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Pick the ledger's numbers out of all settings."""
        return cls(**{field.name: getattr(settings, field.name) for field in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something is decided: `now` in Unix seconds, and `chance`, a random number in [0, 1)."""

    now: float
    chance: float
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The tries since a visitor or an operator last queued the lead.

    The age of a lead counts from the first of them: neither a courier that was down nor a paused
    form may kill a lead by the clock alone.
    """

    tries: int
    began_at: float

    def is_exhausted(self, moment: Moment) -> bool:
        """Whether to give the lead up: too many tries, or too long."""
        too_old = moment.now - self.began_at >= moment.numbers.max_age_seconds
        return too_old or self.tries >= moment.numbers.max_tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The state to move to; `due_at` is set for `queued` only."""

    state: State
    tries: int
    due_at: float | None = None


def decide(outcome: Outcome, series: Series, moment: Moment) -> Decision:
    """Say what follows from the outcome of an attempt (transitions 3 to 6).

    Args:
        outcome: what the courier learnt.
        series: the tries so far, this one included.
        moment: when, and by which numbers.
    """
    match outcome.verdict:
        case Verdict.DELIVERED:
            return Decision(state=State.DELIVERED, tries=series.tries)
        case Verdict.REFUSED:
            return Decision(state=State.DEAD, tries=series.tries)
        case Verdict.AMBIGUOUS:
            return Decision(state=State.UNCONFIRMED, tries=series.tries)
        case Verdict.MISCONFIGURED:
            # The form's fault, not the lead's: the try does not count towards its death.
            return Decision(state=State.QUEUED, tries=series.tries - 1, due_at=moment.now)
        case Verdict.NOT_SENT if series.is_exhausted(moment):
            return Decision(state=State.DEAD, tries=series.tries)
        case Verdict.NOT_SENT:
            return _again(series, moment, outcome.retry_after_seconds)


def decide_unconfirmed(series: Series, moment: Moment, *, resend: bool) -> Decision:
    """Say what becomes of a lead that may be at the lead API already (transition 10).

    It is held for a person, unless its form would rather pay twice than lose it: then it is
    resent until its series is exhausted, and held after that.
    """
    if resend and not series.is_exhausted(moment):
        return _again(series, moment)
    return Decision(state=State.HELD, tries=series.tries)


def wait_seconds(tries: int, moment: Moment, retry_after: float | None = None) -> float:
    """Return how long to wait after `tries` failures, at least `retry_after` seconds.

    The wait doubles with each try and is spread over its upper half, so that leads that failed
    together do not come back together.
    """
    numbers = moment.numbers
    doubled: float = numbers.backoff_seconds * 2.0 ** min(tries - 1, DOUBLINGS_MAX)
    spread = (0.5 + moment.chance / 2) * min(numbers.backoff_max_seconds, doubled)
    return max(spread, min(retry_after or 0.0, RETRY_AFTER_MAX_SECONDS))


def pause_seconds(fails: int, numbers: Numbers) -> float:
    """Return how long a form rests after so many failures in a row; 0 while they are few.

    The pause doubles with each failure of the single lead that tries again after it.
    """
    doublings = fails - numbers.breaker_failures
    if doublings < 0:
        return 0.0
    doubled: float = numbers.breaker_pause_seconds * 2.0 ** min(doublings, DOUBLINGS_MAX)
    return min(numbers.breaker_pause_max_seconds, doubled)


def _again(series: Series, moment: Moment, retry_after: float | None = None) -> Decision:
    wait = wait_seconds(series.tries, moment, retry_after)
    return Decision(state=State.QUEUED, tries=series.tries, due_at=moment.now + wait)
