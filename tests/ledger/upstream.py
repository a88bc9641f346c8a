"""A model of the lead API: what it created, when, and what a lookup would show of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import inf

from leadframe.ledger import Sightings
from tests.ledger.world import Clock

# The real one shows 100; fewer are overflowed sooner.
WINDOW = 6


@dataclass
class Upstream:
    """Creates leads at once or late, shows the newest only, and not at once."""

    clock: Clock
    created: list[tuple[float, str]] = field(default_factory=list)

    def create(self, id_: str, *, late_seconds: float = 0.0) -> None:
        self.created.append((self.clock.now + late_seconds, id_))

    def count(self) -> Counter[str]:
        """How many leads there are or will be for each id."""
        return Counter(id_ for _, id_ in self.created)

    def show(self, *, lag_seconds: float = 0.0) -> Sightings:
        """Answer a lookup as things stood so many seconds ago."""
        as_of = self.clock.now - lag_seconds
        there = sorted((one for one in self.created if one[0] <= as_of), reverse=True)[:WINDOW]
        return Sightings(
            upstream_ids={id_: f"lead-{id_}" for _, id_ in there},
            window_from=there[-1][0] if len(there) == WINDOW else -inf,
            shown=len(there),
        )
