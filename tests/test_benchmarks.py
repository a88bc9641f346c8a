from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from benchmarks.slow_clients import Kind
from tests.docs.pages import ROOT, page
from tests.postgresql import need_binaries

ENGINES = ("SQLite", "PostgreSQL")
WORKS = ("accept", "claim and settle")
SMALL = ["--pairs", "2", "--seconds", "0.2", "--rows", "2000"]


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
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks", part, *SMALL],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    measured = re.findall(r"^(.+?) +ratio [\d.]+   A/A [\d.]+ to [\d.]+$", ran.stdout, re.MULTILINE)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert measured == names
    assert all(f"| {name} |" in page("performance.md") for name in names)
