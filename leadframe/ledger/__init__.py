"""The delivery ledger: every submission is stored before it is sent, and sent at most once."""

from leadframe.ledger.base import BUSY_SECONDS, boot_seconds
from leadframe.ledger.for_couriers import Accepted
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
    "BUSY_SECONDS",
    "Accepted",
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
