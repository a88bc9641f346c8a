"""Counts in Redis, which all processes share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.storage.base import Storage

from leadframe.errors import CountsUnavailableError

# A visitor waits for it, nine times for a lead: where Redis is well it answers in a millisecond.
STORAGE_SECONDS = 0.1


class RedisCounts:
    """Keeps counts until they are over; every method raises CountsUnavailableError if it fails.

    Args:
        url: `redis://...`; time-outs that it names itself, as redis-py reads them, go before ours.
    """

    def __init__(self, url: str) -> None:
        storage = storage_from_string(
            url,
            wrap_exceptions=True,
            socket_connect_timeout=STORAGE_SECONDS,
            socket_timeout=STORAGE_SECONDS,
        )
        self._storage = cast("Storage", storage)  # asyncio has URLs of its own

    def incr(self, key: str, expiry: int) -> int:
        """Count, and return how many there are now; the first counts for `expiry` seconds."""
        with _translated():
            return self._storage.incr(key, expiry)

    def get(self, key: str) -> int:
        """Return how many there are."""
        with _translated():
            return self._storage.get(key)

    def get_expiry(self, key: str) -> float:
        """Return until when they count, in Unix seconds; now if there are none."""
        with _translated():
            return self._storage.get_expiry(key)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        raise CountsUnavailableError(type(error.storage_error).__name__) from error
