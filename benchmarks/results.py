"""What was measured, kept as JSON so that a later run can be held against it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Goal(_Kept):
    """What a ratio must reach and what it should; with the aim below the floor, less is better.

    Attributes:
        floor: what it must reach.
        aim: what it should reach.
        worst_ms: besides, the longest that our side may take; any, if None.
    """

    floor: float
    aim: float
    worst_ms: float | None = None

    @property
    def less_is_better(self) -> bool:
        """Whether the ratio is one of costs."""
        return self.aim < self.floor


class Measured(_Kept):
    """One side: its name, and the median of each of its figures."""

    name: str
    figures: Mapping[str, float]


class Result(_Kept):
    """One comparison: both sides, the ratio, its A/A spread and what it was to reach."""

    name: str
    ours: Measured
    other: Measured
    ratio: float
    spread: tuple[float, float]
    goal: Goal | None

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.name} / {self.other.name}"

    def reaches(self, limit: float) -> bool:
        """Tell whether the ratio, and the longest wait if that counts, keep to a floor or aim."""
        if self.goal is None:
            return True
        longest = self.goal.worst_ms
        if longest is not None and self.ours.figures["worst_ms"] > longest:
            return False
        return self.ratio <= limit if self.goal.less_is_better else self.ratio >= limit


class Run(_Kept):
    """All results of one run, and under which conditions they came."""

    began: datetime
    machine: str
    load_average: tuple[float, float]
    clients: str
    pairs: int
    seconds: float
    results: tuple[Result, ...]

    @classmethod
    def now(cls, *, clients: str, pairs: int, seconds: float) -> Self:
        """Begin a run without results."""
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
        load = os.getloadavg()[0]
        return cls(
            began=datetime.now(UTC),
            machine=machine,
            load_average=(load, load),
            clients=clients,
            pairs=pairs,
            seconds=seconds,
            results=(),
        )

    def ended_with(self, results: Sequence[Result]) -> Self:
        """Return the run with its results, and with the load average at its end."""
        load = (self.load_average[0], os.getloadavg()[0])
        return self.model_copy(update={"results": tuple(results), "load_average": load})

    def joined_with(self, former: Run) -> Self:
        """Return the run with what a former one has besides, as if both were one."""
        measured = {result.key for result in self.results}
        others = tuple(result for result in former.results if result.key not in measured)
        loads = (*self.load_average, *former.load_average)
        return self.model_copy(
            update={
                "began": min(self.began, former.began),
                "load_average": (min(loads), max(loads)),
                "pairs": min(self.pairs, former.pairs),
                "seconds": min(self.seconds, former.seconds),
                "results": (*others, *self.results),
            }
        )

    def save(self, folder: Path) -> Path:
        """Write the run into a file of its own within a folder; return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.began:%Y%m%d-%H%M%S}.json"
        text = json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")
        return file

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read what was saved.

        Raises:
            pydantic.ValidationError: it is no run.
        """
        return cls.model_validate_json(file.read_bytes())

    def since(self, former: Run) -> Iterator[tuple[Result, Result]]:
        """Give each result that both runs have, the former one first."""
        then = {result.key: result for result in former.results}
        return ((then[one.key], one) for one in self.results if one.key in then)
