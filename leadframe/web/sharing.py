"""What many pages have in common, kept once.

Beside the memory it spares time: what each page has for itself is seldom in the processor's cache
when there are thousands of them.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import TypeVar, cast

V = TypeVar("V", bound=Hashable)

# Of styles of ten kilobytes that are as much as a few hundred pages. Nothing that differs from one
# visitor to the next goes in, or it would drive out what pages have in common.
MOST_SHARED = 512


def shared(value: V) -> V:
    """Return the value that is equal to this one and came first, if it is still remembered."""
    return cast("V", _first(value))


@lru_cache(maxsize=MOST_SHARED)
def _first(value: Hashable) -> Hashable:
    return value
