"""What the rules say of a submission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadframe.screening.evidence import Evidence
from leadframe.screening.rules import CONFIRMED, Rule

ENOUGH_POINTS = 10
# From here on a form may ask its visitor to confirm. Haste in a sandboxed frame is less: a visitor
# whose browser fills in forms by itself is not to be asked wherever they go.
DOUBTFUL_POINTS = 6


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
    def is_doubtful(self) -> bool:
        """Whether it is not enough, and more than nothing."""
        return DOUBTFUL_POINTS <= self.points < ENOUGH_POINTS

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it looks like spam, with points, for operators; nothing if it does not."""
        return self._told if self.is_spam else ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What speaks for spam in what is none, if its visitor had to confirm it."""
        return self._told if CONFIRMED in self.rules and not self.is_spam else ()

    @property
    def _told(self) -> tuple[str, ...]:
        return tuple(f"{rule.reason} ({rule.points})" for rule in self.rules)


def judge(evidence: Evidence, rules: Iterable[Rule]) -> Verdict:
    """Return the verdict of these rules."""
    return Verdict(tuple(rule for rule in rules if rule.applies(evidence)))
