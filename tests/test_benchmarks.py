from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.docs.pages import ROOT, page


def test_the_benchmarks_run_and_the_page_tells_of_each() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--pairs", "2", "--seconds", "0.2"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    measured = re.findall(r"^(.+?) +ratio [\d.]+   A/A [\d.]+ to [\d.]+$", ran.stdout, re.MULTILINE)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert measured == ["GET form", "POST stored"]
    assert all(f"| {name} |" in page("performance.md") for name in measured)
