"""What goes wrong when: a seed decides it, before anything has begun."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from leadframe.sandbox import LookupMode, Mode
from tests.chaos.numbers import BUSY_SECONDS, FREEZE_SECONDS


class Trouble(StrEnum):
    """What can be made to go wrong."""

    KILL_WEB = "kill-web"
    """A web process is killed, and its couriers with it; it starts again after a while."""
    KILL_COURIER = "kill-courier"
    FREEZE_COURIER = "freeze-courier"
    """A courier stands still beyond its lease, then goes on as if nothing had been."""
    DEAD_HOST = "dead-host"
    """A courier is killed and never seen again."""
    DATABASE = "database"
    """A SQLite file is locked by somebody else, or a PostgreSQL server is killed."""
    API = "api"
    """The lead API answers in one of its bad modes."""
    LOOKUP = "lookup"
    """Only its lookups are bad."""
    FLOOD = "flood"
    """Foreign leads push ours out of the newest 100, or nearly so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One trouble.

    Attributes:
        at: when it begins, in seconds after the run began.
        lasting: for how many seconds.
        trouble: what it is.
        whom: which of the processes it befalls, by number; 0 where there is no choice.
        how: the mode, where the trouble has several.
    """

    at: float
    lasting: float
    trouble: Trouble
    whom: int = 0
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How often a trouble comes, and for how long.

    Attributes:
        every: the seconds between two, on average; one comes at least.
        shortest: the fewest seconds that one lasts.
        longest: the most.
    """

    every: float
    shortest: float
    longest: float


HABITS = {
    Trouble.KILL_WEB: Habit(every=12, shortest=0.1, longest=2),
    Trouble.KILL_COURIER: Habit(every=5, shortest=0.1, longest=3),
    Trouble.FREEZE_COURIER: Habit(every=12, shortest=FREEZE_SECONDS[0], longest=FREEZE_SECONDS[1]),
    # Shorter than the ledger's patience with other writers, and longer.
    Trouble.DATABASE: Habit(every=15, shortest=0.2, longest=BUSY_SECONDS + 1),
    Trouble.API: Habit(every=1.2, shortest=0.1, longest=1.2),
    Trouble.LOOKUP: Habit(every=6, shortest=0.5, longest=3),
    Trouble.FLOOD: Habit(every=30, shortest=0, longest=0),
}
# Their weights: what leaves the lead in doubt most often, what kills or closes seldom.
API_MODES = {
    Mode.ERROR_500: 4,
    Mode.ACCEPT_LATE: 4,
    Mode.ACCEPT_THEN_RESET: 4,
    Mode.ACCEPT_THEN_HANG: 4,
    Mode.ACCEPT_THEN_502: 4,
    Mode.HANG: 3,
    Mode.HTML_200: 3,
    Mode.RETRY_AFTER_503: 2,
    Mode.RESET: 2,
    Mode.REFUSE: 2,
    Mode.ERROR_400: 1,
    Mode.ERROR_403: 1,
}
LOOKUP_MODES = (LookupMode.STALE, LookupMode.FAIL, LookupMode.HTML, LookupMode.HANG)
FLOODS = ("60", "120")


def plan(random: Random, *, seconds: float, webs: int, couriers: int) -> list[Step]:
    """Draw up what goes wrong in a run of so many seconds, in order of time.

    Args:
        random: the same seed gives the same plan.
        seconds: how long the run is.
        webs: how many web processes there are.
        couriers: how many couriers, the one that dies for good not counted.
    """
    whom = {
        Trouble.KILL_WEB: webs,
        Trouble.KILL_COURIER: couriers,
        Trouble.FREEZE_COURIER: couriers,
    }
    steps = [
        Step(
            at=random.uniform(0, seconds),
            lasting=random.uniform(habit.shortest, habit.longest),
            trouble=trouble,
            whom=random.randrange(whom.get(trouble, 1)),
            how=_how(random, trouble),
        )
        for trouble, habit in HABITS.items()
        for _ in range(max(1, round(seconds / habit.every)))
    ]
    dead_host = Step(at=random.uniform(0.2, 0.8) * seconds, lasting=0, trouble=Trouble.DEAD_HOST)
    return sorted([*steps, dead_host], key=lambda step: step.at)


def _how(random: Random, trouble: Trouble) -> str:
    if trouble is Trouble.API:
        return random.choices(list(API_MODES), list(API_MODES.values()))[0]
    if trouble is Trouble.LOOKUP:
        return random.choice(LOOKUP_MODES)
    return random.choice(FLOODS) if trouble is Trouble.FLOOD else ""
