"""What a server does while nobody asks anything of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.leads import databases
from benchmarks.servers import LEADFRAME, SETTINGS, running

# What counts begins when the couriers have come to rest.
SETTLING = 0.05
# The fields of /proc/PID/stat after the name, which may hold anything (proc(5)).
USER_TICKS, SYSTEM_TICKS = 11, 12


def told(folder: Path, seconds: float) -> Iterator[str]:
    """Leave a server with couriers alone, on each database, and tell what it used of a core.

    The kernel tells the time in hundredths of a second, so six seconds here count for one there.
    """
    alone_seconds = 6 * seconds
    with databases(folder) as urls:
        for name, own in urls.items():
            settings = {**SETTINGS, "DATABASE_URL": next(own)}
            with running(LEADFRAME, "serve", "--port", "0", settings=settings) as server:
                time.sleep(alone_seconds * SETTLING)
                before = _cpu_seconds(server.process.pid)
                time.sleep(alone_seconds)
                used = (_cpu_seconds(server.process.pid) - before) / alone_seconds
            yield f"{f'idle, {name}':30}{used:.2%} of a core"


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])
    return ticks / os.sysconf("SC_CLK_TCK")
