"""Two things measured in adjacent pairs, and how far the ratio between them can be believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

from benchmarks.load import Window


class Measurement(Protocol):
    """Something to be measured, in adjacent pairs where there are two sides to it."""

    def lines(self, pairs: int) -> Iterator[str]:
        """Measure, and tell what came of it."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: its name, and what measures it for some seconds."""

    name: str
    measure: Callable[[], Window]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is asked of both sides; the first is ours, and the ratio is ours to the other's."""

    name: str
    ours: Side
    other: Side

    def lines(self, pairs: int) -> Iterator[str]:
        """Measure in adjacent pairs, ours before the other, and tell what came of it.

        The ratio is the median of all pairs. The A/A spread beside it is how much ours differs
        from itself between one pair and the next: no ratio is finer than that.
        """
        measured = [(self.ours.measure(), self.other.measure()) for _ in range(pairs)]
        for side, windows in zip((self.ours, self.other), zip(*measured, strict=True), strict=True):
            yield f"{self.name:30}{side.name:22}{_middle(windows)}"
        ratio = median(our.rate / other.rate for our, other in measured)
        itself = [later.rate / former.rate for (former, _), (later, _) in pairwise(measured)]
        spread = f"A/A {min(itself):.2f} to {max(itself):.2f}"
        yield f"{self.name:30}ratio {ratio:.2f}   {spread}"


def _middle(windows: Sequence[Window]) -> str:
    rate = median(window.rate for window in windows)
    p50 = median(window.p50_ms for window in windows)
    p99 = median(window.p99_ms for window in windows)
    worst = max(window.worst_ms for window in windows)
    return f"{rate:6.0f}/s   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   worst {worst:6.1f} ms"
