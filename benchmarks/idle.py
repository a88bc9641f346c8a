"""What a server does while nobody asks anything of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.leads import databases
from benchmarks.servers import LEADFRAME, SETTINGS, launched

# What counts begins when the couriers have come to rest.
SETTLING = 0.05
# The fields of /proc/PID/stat after the name, which may hold anything (proc(5)).
USER_TICKS, SYSTEM_TICKS = 11, 12


@dataclass(frozen=True)
class Idle:
    """A server with couriers on a database."""

    database: str
    url: str
    minutes: float

    def lines(self, pairs: int) -> Iterator[str]:
        """Leave it alone, once however many `pairs`, and tell what it used of a core."""
        del pairs
        settings = {**SETTINGS, "DATABASE_URL": self.url}
        with launched(LEADFRAME, "serve", "--port", "0", settings=settings) as (process, _url):
            time.sleep(60 * self.minutes * SETTLING)
            before = _cpu_seconds(process)
            time.sleep(60 * self.minutes)
            used = (_cpu_seconds(process) - before) / (60 * self.minutes)
        yield f"{f'idle, {self.database}':30}{used:.2%} of a core"


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Idle]]:
    """Give a server for each database; a minute counts for a second of the others' measurements.

    The kernel tells the time in hundredths of a second.
    """
    with databases(folder) as urls:
        yield [Idle(name, next(own), minutes=seconds) for name, own in urls.items()]


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])
    return ticks / os.sysconf("SC_CLK_TCK")
