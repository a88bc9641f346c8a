from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from benchmarks.slow_clients import Kind
from benchmarks.stages import STAGES
from tests.docs.pages import ROOT, page
from tests.postgresql import need_binaries

ENGINES = ("SQLite", "PostgreSQL")
WORKS = ("accept", "claim and settle")
SMALL = ["--pairs", "2", "--seconds", "0.2", "--rows", "2000"]


def measured(part: str, *options: str) -> str:
    """Run a part of the benchmarks; return what it told."""
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks", part, *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("web", ["GET form", "POST stored"]),
        ("slow", [f"300 x {kind}" for kind in Kind]),
        ("commits", [f"{name}, {n} callers" for name in ENGINES for n in (1, 8, 32)]),
        ("growth", [f"{name}, {work}" for name in ENGINES for work in WORKS]),
    ],
)
def test_the_benchmarks_run_and_the_page_tells_of_each(part: str, names: list[str]) -> None:
    need_binaries()
    told = measured(part, *SMALL)

    assert re.findall(r"^(.+?) +ratio [\d.]+   A/A [\d.]+ to [\d.]+$", told, re.MULTILINE) == names
    assert all(f"| {name} |" in page("performance.md") for name in names)


def test_each_stage_of_a_submission_is_measured_and_the_page_tells_of_it() -> None:
    told = measured("stages", "--pairs", "2", "--seconds", "0.1")
    rows = re.findall(r"^(.+?) +[\d]+ µs$", told, re.MULTILINE)

    assert rows[: len(STAGES)] == [stage for stage, _ in STAGES]
    assert all(f"| {row} |" in page("performance.md") for row in rows)


def test_an_idle_server_is_measured_and_the_page_tells_of_it() -> None:
    need_binaries()
    told = measured("idle", "--seconds", "0.005")
    rows = re.findall(r"^(.+?) +[\d.]+% of a core$", told, re.MULTILINE)

    assert rows == [f"idle, {name}" for name in ENGINES]
    assert all(f"| {row} |" in page("performance.md") for row in rows)
