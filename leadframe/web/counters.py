"""Counts in the memory of this process or in Redis; whatever Redis does, visitors are served."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Self, cast

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.storage.base import Storage
from limits.strategies import FixedWindowRateLimiter

from leadframe.rates import Rate
from leadframe.web.memory_counts import MemoryCounts

NAMESPACE = "leadframe"
MEMORY = "memory://"
# A visitor waits for it, nine times for a lead: where Redis is well it answers in a millisecond.
STORAGE_SECONDS = 0.1
# How long a storage that failed is left alone, so that not every visitor has to wait for it.
REST_SECONDS = 5.0

log = logging.getLogger(__name__)


class Rule(NamedTuple):
    """A rate that holds for one of a kind, such as the source of a name."""

    scope: str
    name: str
    rate: Rate

    @property
    def item(self) -> RateLimitItem:
        """The rate as the library has it."""
        return RateLimitItemPerSecond(self.rate.count, self.rate.seconds, NAMESPACE)


class Wait(NamedTuple):
    """In how many seconds there is room again, and by which kind of rule there is none now."""

    seconds: int
    scope: str


class Counters:
    """Counts in windows, each of which begins with the first that it counts.

    While the storage does not answer, everything is let in and nothing is counted. The log says
    when that began, and when it ended how many questions had found no answer.

    Args:
        storage: where the counts are; it wraps its errors.
        clock: a monotonic clock in seconds.
    """

    def __init__(self, storage: Storage, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._windows = FixedWindowRateLimiter(storage)
        self._clock = clock
        self._lock = threading.Lock()
        self._unanswered = 0
        self._rests_until = float("-inf")

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], float] = time.monotonic) -> Self:
        """Return counters on `memory://` or `redis://...`, which need not answer yet.

        Time-outs that the URL itself names, as redis-py reads them, go before ours.
        """
        if url == MEMORY:
            return cls(MemoryCounts(), clock=clock)
        storage = storage_from_string(
            url,
            wrap_exceptions=True,
            socket_connect_timeout=STORAGE_SECONDS,
            socket_timeout=STORAGE_SECONDS,
        )
        return cls(cast("Storage", storage), clock=clock)  # asyncio has URLs of its own

    def look(self, rules: Sequence[Rule]) -> Wait | None:
        """Return how long to wait until all rules have room for one more, if one has none."""
        return self._ask(rules, self._windows.test)

    def count(self, rules: Sequence[Rule]) -> Wait | None:
        """Count one more by all rules, and return the same if one had no room for it."""
        return self._ask(rules, self._windows.hit)

    def _ask(self, rules: Sequence[Rule], has_room: Callable[..., bool]) -> Wait | None:
        if not rules:
            return None
        if self._clock() < self._rests_until:
            self._go_without_answer()
            return None
        try:
            full = [rule for rule in rules if not has_room(rule.item, rule.scope, rule.name)]
            waits = [Wait(self._seconds_until_empty(rule), rule.scope) for rule in full]
        except StorageError as error:
            self._let_it_rest(type(error.storage_error).__name__)
            return None
        if self._unanswered:
            self._go_on()
        return max(waits, default=None)

    def _seconds_until_empty(self, rule: Rule) -> int:
        """Round up, for Redis tells whole seconds: who comes back when told must find room."""
        stats = self._windows.get_window_stats(rule.item, rule.scope, rule.name)
        return 1 + max(0, int(stats.reset_time - time.time()))

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
