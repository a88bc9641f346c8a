"""A process of its own, for what only processes can do: start together, freeze, and die.

    python -m tests.ledger.child URL (accept | deliver | look) [(die | freeze) MOMENT [API_URL NOW]]

It plays a web server, a courier or a reconciler once. When it reaches the moment it is told of,
it ends as under kill -9, or stands still until it gets SIGCONT. Its time stands still too, unless
NOW is missing: then it is the real one, and its numbers are small.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf

from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from leadframe.ledger import Ledger, boot_seconds
from tests.ledger.shift import BY, lead, lead_api, send, show
from tests.ledger.world import NUMBERS, Clock, claim

CRASHED = 9
GATE_SECONDS = 0.2
QUICK = replace(
    NUMBERS,
    lease_seconds=0.5,
    quarantine_seconds=0.1,
    lookup_seconds=(0.02, 0.1),
    absent_gap_seconds=0.05,
    backoff_seconds=0.02,
)


def die() -> None:
    os._exit(CRASHED)


def freeze() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


FATES = {"die": die, "freeze": freeze}


@dataclass(frozen=True)
class Actor:
    """Does its work, and meets its fate at a moment of it."""

    ledger: Ledger
    is_on_postgresql: bool
    api_url: str
    gate_seconds: float
    moment: str
    meet_fate: Callable[[], None]

    def accept(self) -> None:
        # On PostgreSQL the statement itself is durable: nothing but what is before it is before.
        last = "begin" if self.is_on_postgresql else "commit"
        with self.committing("storing", "stored", last=last):
            self.ledger.accept(lead())

    def deliver(self) -> None:
        with self.committing("claiming", "claim committed"):
            claimed = claim(self.ledger)
        self.reach("claimed")
        if self.moment == "sent":
            threading.Thread(target=self.meet_fate_when_told, daemon=True).start()
        api = lead_api(
            self.api_url, gate_clock=self.reach_the_gate, send_gate_seconds=self.gate_seconds
        )
        outcome = send(api, claimed)
        self.reach("answered")
        with self.committing("settling", "settled"):
            self.ledger.settle(claimed, outcome)

    def look(self) -> None:
        asked_at = self.ledger.begin_lookup(["acme"], owner="reconciler")
        assert asked_at is not None
        sightings = show(lead_api(self.api_url))
        with self.committing("deciding", "decided"):
            self.ledger.finish_lookup("acme", sightings, asked_at=asked_at, by=BY, resend=False)

    def reach(self, moment: str) -> None:
        if moment == self.moment:
            self.meet_fate()

    def reach_the_gate(self) -> float:
        self.reach("connected")
        return boot_seconds()

    def meet_fate_when_told(self) -> None:
        sys.stdin.readline()
        self.meet_fate()

    @contextmanager
    def committing(self, before: str, after: str, *, last: str = "commit") -> Iterator[None]:
        """Reach one moment just before the block's transaction is durable, one just after."""

        def on_last(*_: object) -> None:
            self.reach(before)

        def on_end(*_: object) -> None:
            self.reach(after)

        event.listen(Engine, last, on_last)
        event.listen(Pool, "checkin", on_end)
        yield
        event.remove(Engine, last, on_last)
        event.remove(Pool, "checkin", on_end)


def main(  # noqa: PLR0913, PLR0917 - its command line
    url: str, deed: str, fate: str = "die", moment: str = "", api_url: str = "", now: str = ""
) -> None:
    """Do a deed in a process of one's own."""
    ledger = Ledger.open(
        url, numbers=NUMBERS if now else QUICK, now=Clock(float(now)) if now else None
    )
    actor = Actor(
        ledger,
        url.startswith("postgresql"),
        api_url,
        inf if now else GATE_SECONDS,
        moment,
        FATES[fate],
    )
    getattr(actor, deed)()
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
