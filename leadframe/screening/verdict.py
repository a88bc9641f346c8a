"""What the rules say of a submission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadframe.screening.evidence import Evidence
from leadframe.screening.rules import Rule

ENOUGH_POINTS = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rules that apply to a submission."""

    rules: tuple[Rule, ...]

    @property
    def points(self) -> int:
        """How much speaks for spam."""
        return sum(rule.points for rule in self.rules)

    @property
    def is_spam(self) -> bool:
        """Whether it is enough."""
        return self.points >= ENOUGH_POINTS

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it looks like spam, with points, for operators; nothing if it does not."""
        if not self.is_spam:
            return ()
        return tuple(f"{rule.reason} ({rule.points})" for rule in self.rules)


def judge(evidence: Evidence, rules: Iterable[Rule]) -> Verdict:
    """Return the verdict of these rules."""
    return Verdict(tuple(rule for rule in rules if rule.applies(evidence)))
