"""One run: a load and its troubles, the recovery from them, and the reckoning."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from leadframe.commands.stories import as_lines
from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger, Verdict
from tests.chaos.configuration import Configuration
from tests.chaos.faults import go_wrong
from tests.chaos.plan import Step, plan
from tests.chaos.reckoning import STILL_OPEN, Kept, Reckoning, reckon
from tests.chaos.staff import operator, supervisor
from tests.chaos.visitors import Crowd, Experience, Visitor, crowd
from tests.chaos.world import World, running_world

LOOK_SECONDS = 0.2
# Only what is stuck for good is still open then.
PATIENCE_SECONDS = 240.0
EVERYTHING = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run came to.

    Attributes:
        configuration: what was run.
        troubles: how many things went wrong.
        reckoning: what became of the submissions.
        surprises: what no visitor should have been told, and what forms are closed to them.
        recovery_seconds: from the end of all troubles until no lead was open and no form closed.
        stories: everything known of the submissions of which one is too many.
    """

    configuration: Configuration
    troubles: int
    reckoning: Reckoning
    surprises: tuple[str, ...]
    recovery_seconds: float
    stories: str

    @property
    def is_good(self) -> bool:
        """Whether all that was promised held."""
        return not self.reckoning.faulty and not self.surprises


def run(configuration: Configuration, folder: Path) -> Result:
    """Run a configuration in an empty folder, where the logs and the ledger stay."""
    random = Random(f"{configuration.seed} {configuration.name}")  # noqa: S311 - no secret
    with running_world(configuration, folder) as world, ExitStack() as stack:
        stack.enter_context(supervisor(world))
        if not configuration.key:
            stack.enter_context(operator(world, configuration.forms))
        steps = plan(
            random,
            seconds=configuration.seconds,
            webs=len(world.webs),
            couriers=len(world.couriers),
        )
        experience = _live_through(world, steps, _crowd(random, configuration))
        healed_at = time.monotonic()
        _wait_until_all_is_well(world.ledger, configuration.forms)
        recovery_seconds = time.monotonic() - healed_at
        reckoning = reckon(experience.receipts, _kept(world.ledger), world.upstream.created())
        return Result(
            configuration=configuration,
            troubles=len(steps),
            reckoning=reckoning,
            surprises=(*experience.surprises, *_closed(world.ledger, configuration.forms)),
            recovery_seconds=recovery_seconds,
            stories=_stories(world.ledger, reckoning),
        )


def _crowd(random: Random, configuration: Configuration) -> list[Visitor]:
    return crowd(
        random,
        leads=configuration.leads,
        forms=configuration.forms,
        seconds=configuration.seconds,
    )


def _live_through(world: World, steps: Sequence[Step], visitors: Sequence[Visitor]) -> Experience:
    """Let everything go wrong while the visitors come, and heal it once both are over."""
    with ThreadPoolExecutor(1) as troubles:
        going_wrong = troubles.submit(go_wrong, world, steps)
        experience = Crowd(world.addresses).come(visitors)
        going_wrong.result()
    world.heal()
    return experience


def _wait_until_all_is_well(ledger: Ledger, forms: Sequence[str]) -> None:
    """Wait for the couriers and reconcilers to finish, but not for ever."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    never = threading.Event()
    while not _is_all_well(ledger, forms) and time.monotonic() < give_up_at:
        never.wait(LOOK_SECONDS)


def _is_all_well(ledger: Ledger, forms: Sequence[str]) -> bool:
    """Say whether nothing is open, by one look: between two a lead may go from state to state."""
    try:
        leads = ledger.list(limit=EVERYTHING)
        return not any(lead.state in STILL_OPEN for lead in leads) and not _closed(ledger, forms)
    except LedgerUnavailableError:
        return False


def _closed(ledger: Ledger, forms: Sequence[str]) -> list[str]:
    """Tell of the forms that still take nothing from their visitors."""
    return [f"{form} is still closed" for form in forms if ledger.pause_reasons().get(form)]


def _kept(ledger: Ledger) -> list[Kept]:
    return [
        Kept(id=one.id, state=one.state, was_in_doubt=_was_in_doubt(ledger, one.id))
        for one in ledger.list(limit=EVERYTHING)
    ]


def _was_in_doubt(ledger: Ledger, id_: str) -> bool:
    attempts = ledger.story(id_).attempts
    return any(attempt.outcome is Verdict.AMBIGUOUS for attempt in attempts)


def _stories(ledger: Ledger, reckoning: Reckoning) -> str:
    """Tell everything known of the submissions of which one is too many."""
    stories = [as_lines(ledger.story(id_)) for id_ in sorted(reckoning.faulty) if ledger.find(id_)]
    return "\n".join(line for story in stories for line in story)
