"""What the ledger takes and gives; all times are Unix seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from leadframe.consent import Consent, with_statements
from leadframe.lead import reference_of


class State(StrEnum):
    """Where a submission stands (ledger.md, States)."""

    QUARANTINED = "quarantined"
    """It looks like spam: stored, not sent."""
    QUEUED = "queued"
    """Provably not at the lead API; due at `due_at`."""
    SENDING = "sending"
    """It may or may not be at the lead API; leased and fenced."""
    UNCONFIRMED = "unconfirmed"
    """Nobody knows whether the lead API has it."""
    DELIVERED = "delivered"
    """Proved to be at the lead API."""
    DEAD = "dead"
    """Refused for good, or given up while provably not at the lead API."""
    HELD = "held"
    """No machine can decide; it waits for a person."""
    WITHDRAWN = "withdrawn"
    """Its personal data was removed before it was delivered: it is never sent again."""


class Verdict(StrEnum):
    """What one attempt proved."""

    DELIVERED = "delivered"
    """A 2xx with a lead id."""
    NOT_SENT = "not_sent"
    """It did not take effect, and another try may: no connection, 429, 503."""
    REFUSED = "refused"
    """This lead can never be taken: 400."""
    MISCONFIGURED = "misconfigured"
    """No lead of this form can be taken until a person mends it: 401, 403, 404."""
    AMBIGUOUS = "ambiguous"
    """It may have taken effect: a time-out, a reset, 500, an unreadable answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A lead to be stored; `payload` is the request of `lead_external` without its channel.

    One that looks like spam, for the reasons given, is kept apart until a person releases it. Of
    any other the audit trail says the `remarks`.
    `consents` are the boxes of its form, which are no part of what tells one submission from
    another.
    """

    id: str
    slug: str
    payload: Mapping[str, Any]
    consents: tuple[Consent, ...] = ()
    spam_reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def payload_at(self, at: float) -> Mapping[str, Any]:
        """Return the request as it is sent, however often, if it was accepted at that moment."""
        return with_statements(self.payload, self.consents, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A submission that one courier may now send once.

    `fence` numbers the attempt. `claimed_at_boot` is what the gate clock read before the claim's
    transaction began, so that a process frozen inside the claim misses the send gate.
    """

    id: str
    slug: str
    payload: Mapping[str, Any]
    fence: int
    tries: int
    claimed_at_boot: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a courier learnt; `error` is safe to show: no personal data and no channel id."""

    verdict: Verdict
    http_status: int | None = None
    upstream_id: str | None = None
    retry_after_seconds: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What one lookup saw of the newest 100 leads of a channel (lead-api.md, get_leads).

    `upstream_ids` gives the lead API's id for each submission whose reference is there. Nothing
    created since `window_from`, in Unix seconds, is out of sight: -inf if the list is shorter
    than it may be, inf if its times cannot be read.
    """

    upstream_ids: Mapping[str, str]
    window_from: float
    shown: int


# Not a dataclass: every visitor waits for one to be made, which takes that twice as long.
class Snapshot(NamedTuple):
    """A submission as it stood at one moment, without the visitor's values.

    Since `purged_at` the ledger has none of those. `is_new` says that it was stored at that very
    moment, and by whoever is told: the same id again is a repeat.
    """

    id: str
    slug: str
    state: State
    fence: int
    tries: int
    created_at: float
    due_at: float | None
    sent_at: float | None
    delivered_at: float | None
    purged_at: float | None
    upstream_id: str | None
    error: str
    is_new: bool = False

    @property
    def reference(self) -> str:
        """What the visitor and the lead API are told."""
        return reference_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One claim and what came of it; `outcome` is None while it may still be under way."""

    fence: int
    started: float
    ended: float | None
    outcome: Verdict | None
    http_status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the audit trail; `from_state` is None for the first.

    A lookup that decided nothing yet is a line too: from a state to the same.
    """

    at: float
    actor: str
    from_state: State | None
    to_state: State
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything the ledger knows of one submission, oldest first.

    `consents` are records of `Consent`; all are of the moment when the submission was created.
    """

    snapshot: Snapshot
    payload: Mapping[str, Any]
    consents: tuple[Mapping[str, Any], ...]
    attempts: tuple[Attempt, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which submissions: those of a state, of a form, created at `since` or later, before `until`.

    What is None does not matter; times are Unix seconds.
    """

    state: State | None = None
    slug: str | None = None
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A submission with what its visitor wrote and agreed to.

    One that is not readable, since none of the keys opens it, has neither.
    """

    snapshot: Snapshot
    payload: Mapping[str, Any] = field(default_factory=dict)
    consents: tuple[Mapping[str, Any], ...] = ()
    is_readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process that delivers, as it was last heard of; times are Unix seconds."""

    id: str
    host: str
    pid: int
    started: float
    heartbeat: float
    version: str
