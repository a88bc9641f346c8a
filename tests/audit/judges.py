"""Those who judge headers: Google's CSP Evaluator and the MDN HTTP Observatory.

https://csp-evaluator.withgoogle.com/ and https://developer.mozilla.org/en-US/observatory, whose
rules come as packages: nothing is asked of the internet.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.page_rules import Answer

INSTALLED = Path(__file__).parents[2] / ".venv/node"
SCRIPTS = Path(__file__).with_name("tools")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the Observatory gives a page: 100 points to begin with, and more or less for each."""

    points: int
    results: Mapping[str, int]


def installation_of(judge: Literal["csp", "observatory"]) -> Path:
    """Return the file that is there once a judge is installed."""
    return INSTALLED / judge / "installed"


def findings_in(policies: Sequence[str], *, node: str) -> list[list[str]]:
    """Return what the CSP Evaluator finds in each policy."""
    found: list[list[str]] = _asked("csp", "evaluate.mjs", policies, node=node)
    return found


def scores_of(answers: Sequence[Answer], *, node: str) -> list[Score]:
    """Return the Observatory's score of each answer, taken for one to https."""
    told = [{"headers": dict(each.headers), "body": each.body} for each in answers]
    return [Score(**score) for score in _asked("observatory", "score.mjs", told, node=node)]


def _asked(judge: str, script: str, question: object, *, node: str) -> Any:
    # Code given so finds its packages from where it runs, not from where it is kept.
    code = (SCRIPTS / judge / script).read_text(encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - a judge and our own pages
        [node, "--input-type=module", "--eval", code],
        cwd=INSTALLED / judge,
        input=json.dumps(question),
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)
