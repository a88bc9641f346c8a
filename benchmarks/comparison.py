"""Two things measured in adjacent pairs, and how far the ratio between them can be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

from benchmarks.results import Goal, Measured, Result


class Figures(Protocol):
    """What one measurement brought."""

    def figures(self) -> Mapping[str, float]:
        """Return what was measured, by its name (benchmarks/tables.py knows them)."""


@dataclass(frozen=True)
class Amount:
    """One number of one kind, where nothing happens again and again."""

    kind: str
    number: float

    def figures(self) -> Mapping[str, float]:
        """Return it by the name of its kind."""
        return {self.kind: self.number}


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: its name, and what measures it for some seconds."""

    name: str
    measure: Callable[[], Figures]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is asked of both sides; the first is ours, and the ratio is ours to the other's.

    Attributes:
        name: what is measured.
        ours: our side.
        other: what it is held against.
        by: the figure that the ratio is of.
        goal: what the ratio is to reach, if it is to reach anything.
    """

    name: str
    ours: Side
    other: Side
    by: str = "rate"
    goal: Goal | None = None

    def result(self, pairs: int) -> Result:
        """Measure in adjacent pairs, ours before the other, and return what came of it.

        The ratio is the median of all pairs. The A/A spread beside it is how much ours differs
        from itself between one pair and the next: no ratio is finer than that.
        """
        measured = [
            (self.ours.measure().figures(), self.other.measure().figures()) for _ in range(pairs)
        ]
        ours, others = zip(*measured, strict=True)
        itself = [later[self.by] / former[self.by] for former, later in pairwise(ours)]
        return Result(
            name=self.name,
            ours=_middle(self.ours.name, ours),
            other=_middle(self.other.name, others),
            ratio=median(our[self.by] / other[self.by] for our, other in measured),
            spread=(min(itself, default=1.0), max(itself, default=1.0)),
            goal=self.goal,
        )


def _middle(name: str, windows: Sequence[Mapping[str, float]]) -> Measured:
    """Return the median of each figure; of the worst, the worst."""
    return Measured(
        name=name,
        figures={
            kind: (max if kind.startswith("worst") else median)(one[kind] for one in windows)
            for kind in windows[0]
        },
    )
