"""The delivery ledger: every submission is stored before it is sent, and sent at most once."""

from leadframe.ledger.base import boot_seconds
from leadframe.ledger.ledger import Ledger
from leadframe.ledger.policy import Numbers
from leadframe.ledger.values import (
    Attempt,
    Claim,
    Event,
    Outcome,
    Record,
    Selection,
    Sightings,
    Snapshot,
    State,
    Story,
    Submission,
    Verdict,
    Worker,
)

__all__ = [
    "Attempt",
    "Claim",
    "Event",
    "Ledger",
    "Numbers",
    "Outcome",
    "Record",
    "Selection",
    "Sightings",
    "Snapshot",
    "State",
    "Story",
    "Submission",
    "Verdict",
    "Worker",
    "boot_seconds",
]
