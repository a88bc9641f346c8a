"""Counts in the memory of this process or in Redis; whatever Redis does, visitors are served."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, Protocol, Self

from leadframe.errors import CountsUnavailableError
from leadframe.rates import Rate
from leadframe.web.memory_counts import MemoryCounts

NAMESPACE = "leadframe"
MEMORY = "memory://"
# How long a storage that failed is left alone, so that not every visitor has to wait for it.
REST_SECONDS = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """A rate that holds for one of a kind, such as the source of a name."""

    scope: str
    name: str
    rate: Rate

    @cached_property
    def key(self) -> str:
        """What its count is kept by."""
        return f"{NAMESPACE}/{self.scope}/{self.name}/{self.rate.count}/{self.rate.seconds}"


class Counts(Protocol):
    """Where counts are kept; a method may raise CountsUnavailableError."""

    def incr(self, key: str, expiry: int) -> int:
        """Count, and return how many there are now; the first counts for `expiry` seconds."""

    def get(self, key: str) -> int:
        """Return how many there are."""

    def get_expiry(self, key: str) -> float:
        """Return until when they count, in Unix seconds; now if there are none."""


class Wait(NamedTuple):
    """In how many seconds there is room again, and by which kind of rule there is none now."""

    seconds: int
    scope: str


class Counters:
    """Counts in windows, each of which begins with the first that it counts.

    While the storage does not answer, everything is let in and nothing is counted. The log says
    when that began, and when it ended how many questions had found no answer.

    Args:
        counts: where the counts are.
        clock: a monotonic clock in seconds.
    """

    def __init__(self, counts: Counts, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._counts = counts
        self._clock = clock
        self._lock = threading.Lock()
        self._unanswered = 0
        self._rests_until = float("-inf")

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], float] = time.monotonic) -> Self:
        """Return counters on `memory://` or `redis://...`, which need not answer yet."""
        if url == MEMORY:
            return cls(MemoryCounts(), clock=clock)
        # Its client is slow to load, and only needed here.
        from leadframe.web.redis_counts import RedisCounts  # noqa: PLC0415

        return cls(RedisCounts(url), clock=clock)

    @property
    def are_at_hand(self) -> bool:
        """Whether they are in the memory of this process."""
        return isinstance(self._counts, MemoryCounts)

    def look(self, rules: Sequence[Rule], *, beside: int = 0) -> Wait | None:
        """Return how long to wait until all rules have room for one more, if one has none.

        Args:
            rules: to go by.
            beside: how many more may be counted before this one is.
        """
        return self._ask(rules, partial(self._has_room, beside=beside))

    def count(self, rules: Sequence[Rule]) -> Wait | None:
        """Count one more by all rules, and return the same if one had no room for it."""
        return self._ask(rules, self._had_room)

    def _has_room(self, rule: Rule, *, beside: int) -> bool:
        return self._counts.get(rule.key) + beside < rule.rate.count

    def _had_room(self, rule: Rule) -> bool:
        return self._counts.incr(rule.key, rule.rate.seconds) <= rule.rate.count

    def _ask(self, rules: Sequence[Rule], has_room: Callable[[Rule], bool]) -> Wait | None:
        if not rules:
            return None
        if self._clock() < self._rests_until:
            self._go_without_answer()
            return None
        try:
            full = [rule for rule in rules if not has_room(rule)]
            waits = [Wait(self._seconds_until_empty(rule), rule.scope) for rule in full]
        except CountsUnavailableError as error:
            self._let_it_rest(str(error))
            return None
        if self._unanswered:
            self._go_on()
        return max(waits, default=None)

    def _seconds_until_empty(self, rule: Rule) -> int:
        """Round up, for Redis tells whole seconds: who comes back when told must find room."""
        return 1 + max(0, int(self._counts.get_expiry(rule.key) - time.time()))

    def _go_without_answer(self) -> None:
        with self._lock:
            self._unanswered += 1

    def _let_it_rest(self, error: str) -> None:
        with self._lock:
            if not self._unanswered:
                log.error(
                    "no rate limit holds: their storage does not answer", extra={"error": error}
                )
            self._unanswered += 1
            self._rests_until = self._clock() + REST_SECONDS

    def _go_on(self) -> None:
        with self._lock:
            if self._unanswered:
                log.warning("the rate limits hold again", extra={"unanswered": self._unanswered})
            self._unanswered = 0
