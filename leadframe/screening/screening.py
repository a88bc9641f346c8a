"""The rules with their memory, as an application has them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from leadframe.screening.evidence import Evidence
from leadframe.screening.repeats import Repeats
from leadframe.screening.rules import rules_for
from leadframe.screening.verdict import Verdict, judge


class Screening:
    """Judges one submission after another; safe to share between threads.

    Args:
        secret: what texts are hashed with.
        min_fill_seconds: what is sent sooner is sent in haste.
        now: returns seconds of a clock that nobody sets.
    """

    def __init__(
        self, secret: str, *, min_fill_seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._rules = rules_for(min_fill_seconds=min_fill_seconds)
        self._repeats = Repeats(secret, now=now)

    def judge(self, submission: str, evidence: Evidence) -> Verdict:
        """Return what speaks for spam in a submission of this id."""
        repeats = self._repeats.count(submission, evidence.own_texts)
        seen = replace(evidence, repeats=repeats) if repeats else evidence
        return judge(seen, self._rules)
