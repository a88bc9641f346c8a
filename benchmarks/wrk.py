"""wrk, the load tool: our own clients would be what is measured of a fast server."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from benchmarks.load import Window
from benchmarks.question import NUMBER, Question

SCRIPT = Path(__file__).with_name("wrk.lua")
# Longer than any answer takes; it is told to stop before.
LONGEST_SECONDS = 120


@cache
def find_wrk() -> str | None:
    """Return the program, if it is installed."""
    return shutil.which("wrk")


def ask_by_wrk(
    program: str, question: Question, port: int, *, clients: int, seconds: float
) -> Window | None:
    """Let so many clients ask for some seconds; None if nobody was answered in that time.

    What is asked and not answered in the end does not count.

    Raises:
        RuntimeError: an answer has another status, or a connection broke.
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(question.request)
        file.flush()
        numbers = (next(question.starts), question.below)
        said = _interrupted_after(
            seconds,
            *(program, f"http://127.0.0.1:{port}/", "-s", str(SCRIPT), "-t1", f"-c{clients}"),
            *(f"-d{LONGEST_SECONDS}s", f"--timeout={LONGEST_SECONDS}s", "--", file.name),
            *(NUMBER.decode(), str(question.status), *map(str, numbers)),
        )
    return _window(said.splitlines()[-1]) if said else None


def _interrupted_after(seconds: float, *command: str) -> str:
    """Run wrk until it is interrupted, for it counts in whole seconds; return what it says then.

    Interrupted before it has begun, it says nothing.
    """
    with subprocess.Popen(  # noqa: S603 - wrk, with arguments of ours
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            said, errors = process.communicate()
    if process.returncode not in {0, -signal.SIGINT}:
        raise RuntimeError(f"wrk failed: {errors or said}")
    return said


def _window(line: str) -> Window | None:
    """Read the line that wrk.lua writes at the end."""
    answers, wrong, *microseconds = map(int, line.split())
    if wrong:
        raise RuntimeError(f"{wrong} of {answers} answers are not what they should be")
    if not answers:
        return None
    took, p50, p99, worst = microseconds
    return Window(
        rate=answers / took * 1_000_000,
        p50_ms=p50 / 1000,
        p99_ms=p99 / 1000,
        worst_ms=worst / 1000,
    )
