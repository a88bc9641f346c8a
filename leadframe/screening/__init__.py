"""Whether a submission looks like spam: rules, points and a verdict; no page, no request."""

from leadframe.screening.evidence import Decoy, Evidence
from leadframe.screening.repeats import Repeats
from leadframe.screening.rules import Rule, rules_for
from leadframe.screening.screening import Screening
from leadframe.screening.verdict import DOUBTFUL_POINTS, ENOUGH_POINTS, Verdict, judge

__all__ = [
    "DOUBTFUL_POINTS",
    "ENOUGH_POINTS",
    "Decoy",
    "Evidence",
    "Repeats",
    "Rule",
    "Screening",
    "Verdict",
    "judge",
    "rules_for",
]
