"""Who looks after a site: a supervisor on each host, and a person for what no machine may do."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager

from leadframe.errors import LedgerUnavailableError
from tests.chaos.duty import on_duty
from tests.chaos.processes import LEADFRAME
from tests.chaos.world import World


def supervisor(world: World) -> AbstractContextManager[None]:
    """Start processes again that ended by themselves, as long as the context lasts."""

    def make_round() -> None:
        for member in (*world.webs, *world.couriers, world.doomed):
            member.keep_alive()

    return on_duty(make_round)


def operator(world: World, forms: Sequence[str]) -> AbstractContextManager[None]:
    """Open forms that the lead API refused, as long as the context lasts."""

    def make_round() -> None:
        for form in forms:
            if _is_closed(world, form):
                _resume(world, form)

    return on_duty(make_round)


def _is_closed(world: World, form: str) -> bool:
    try:
        return world.ledger.pause_reasons().get(form) is not None
    except LedgerUnavailableError:
        return False  # who cannot look, looks again later


def _resume(world: World, form: str) -> None:
    # It may fail: the database may be down, or the form have been opened meanwhile.
    subprocess.run(  # noqa: S603 - our own command
        [LEADFRAME, "channels", "resume", form, "--reason", "the CRM takes its leads again"],
        env=world.environment,
        capture_output=True,
        check=False,
    )
