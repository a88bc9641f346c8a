"""What the ledger's tests share: a virtual clock, made-up submissions, and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from leadframe.consent import Consent
from leadframe.ledger import (
    Claim,
    Ledger,
    Numbers,
    Outcome,
    Sightings,
    Snapshot,
    State,
    Submission,
    Verdict,
)

NUMBERS = Numbers(
    lease_seconds=60,
    quarantine_seconds=120,
    lookup_seconds=(2, 10, 30, 60),
    absent_gap_seconds=30,
    clock_skew_seconds=120,
    barrier_sends=60,
    breaker_failures=1000,
    breaker_pause_seconds=30,
    breaker_pause_max_seconds=900,
    backoff_seconds=5,
    backoff_max_seconds=3600,
    max_tries=4,
    max_age_seconds=172800,
    channel_in_flight=2,
    retention_days=30,
)

DELIVERED = Outcome(verdict=Verdict.DELIVERED, http_status=200, upstream_id="lead-1")
NOT_SENT = Outcome(verdict=Verdict.NOT_SENT, error="no connection")
REFUSED = Outcome(verdict=Verdict.REFUSED, http_status=400, error="refused")
MISCONFIGURED = Outcome(verdict=Verdict.MISCONFIGURED, http_status=403, error="API not enabled")
AMBIGUOUS = Outcome(verdict=Verdict.AMBIGUOUS, http_status=500, error="broke off")
NEGATIVES = [NOT_SENT, REFUSED, MISCONFIGURED, AMBIGUOUS]

PAYLOAD = {"email": "kim@example.test", "properties": [{"value": "ja, tak: æøå"}]}


@dataclass
class Clock:
    """Unix seconds that pass only when a test says so."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


CONSENT = Consent(
    field="terms",
    is_given=True,
    text="Ja, æøå.",
    told="Ja, æøå.",
    language="da",
    version="v1",
    send_in="notes",
)


def submission(
    letter: str = "A", *, slug: str = "acme", consents: tuple[Consent, ...] = ()
) -> Submission:
    return Submission(id=letter * 16, slug=slug, payload=PAYLOAD, consents=consents)


def claim(ledger: Ledger) -> Claim:
    """Claim what the test knows to be due."""
    claimed = ledger.claim("courier-1")
    assert claimed is not None
    return claimed


def find(ledger: Ledger, letter: str = "A") -> Snapshot:
    found = ledger.find(letter * 16)
    assert found is not None
    return found


def as_read(accepted: Snapshot) -> Snapshot:
    """Return what is read of a submission later, if nothing became of it: it is new no more."""
    return accepted._replace(is_new=False)


def state_of(ledger: Ledger, letter: str = "A") -> State:
    return find(ledger, letter).state


def trail(ledger: Ledger, letter: str = "A") -> list[tuple[str, State | None, State]]:
    """Return who moved a submission, and from where to where."""
    events = ledger.story(letter * 16).events
    return [(event.actor, event.from_state, event.to_state) for event in events]


def decide_all(ledger: Ledger, *slugs: str, resend: bool = False) -> list[str]:
    """Decide all doubts without a lookup, as for forms without an API key."""
    ledger.sweep()
    moved = [
        id_
        for slug in slugs or ("acme",)
        for id_ in ledger.give_up(slug, resend=resend, reason="no API key")
    ]
    return [id_[0] for id_ in moved]


def look(
    ledger: Ledger,
    *seen: str,
    window_from: float = -inf,
    by: str = "this way",
    resend: bool = False,
) -> list[str] | None:
    """Look the form up if that is due; name the leads that moved."""
    asked_at = ledger.begin_lookup(["acme"], owner="reconciler-1")
    if asked_at is None:
        return None
    sightings = Sightings(
        upstream_ids={letter * 16: f"lead-{letter}" for letter in seen},
        window_from=window_from,
        shown=len(seen),
    )
    moved = ledger.finish_lookup("acme", sightings, asked_at=asked_at, by=by, resend=resend)
    return [id_[0] for id_ in moved]


def stale(current: Claim) -> Claim:
    """Return the claim that a slower courier still holds."""
    return replace(current, fence=current.fence - 1)
