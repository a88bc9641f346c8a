"""Makes things go wrong as planned."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

from tests.chaos.plan import Step, Trouble
from tests.chaos.processes import Member
from tests.chaos.upstream import Upstream
from tests.chaos.world import World

# More troubles than ever last at once.
AT_ONCE = 16


def go_wrong(world: World, steps: Sequence[Step]) -> None:
    """Carry out a plan, and return once the last trouble is over."""
    began_at = time.monotonic()
    over = threading.Event()

    def take(step: Step) -> None:
        over.wait(max(0.0, began_at + step.at - time.monotonic()))
        with _trouble(world, step):
            over.wait(step.lasting)

    with ThreadPoolExecutor(AT_ONCE) as troublemakers:
        for _ in troublemakers.map(take, steps):
            pass


def _trouble(world: World, step: Step) -> AbstractContextManager[None]:
    """Return a context in which a step's trouble lasts."""
    troubles: dict[Trouble, Callable[[], AbstractContextManager[None]]] = {
        Trouble.KILL_WEB: lambda: _killed(world.webs[step.whom]),
        Trouble.KILL_COURIER: lambda: _killed(world.couriers[step.whom]),
        Trouble.FREEZE_COURIER: lambda: _frozen(world.couriers[step.whom]),
        Trouble.DEAD_HOST: lambda: _killed(world.doomed, for_good=True),
        Trouble.DATABASE: world.database.troubled,
        Trouble.API: lambda: _misbehaving(world.upstream, "mode", step.how),
        Trouble.LOOKUP: lambda: _misbehaving(world.upstream, "lookup_mode", step.how),
        Trouble.FLOOD: lambda: _flooded(world.upstream, step.how),
    }
    return troubles[step.trouble]()


@contextmanager
def _killed(member: Member, *, for_good: bool = False) -> Iterator[None]:
    member.kill()
    yield
    if not for_good:
        member.start()


@contextmanager
def _frozen(member: Member) -> Iterator[None]:
    member.freeze()
    yield
    member.thaw()


@contextmanager
def _misbehaving(upstream: Upstream, what: str, how: str) -> Iterator[None]:
    upstream.command(what, how)
    yield
    upstream.command(what, "ok")


@contextmanager
def _flooded(upstream: Upstream, count: str) -> Iterator[None]:
    upstream.command("flood", count)
    yield
