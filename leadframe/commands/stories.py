"""How `leadframe leads` shows submissions: as objects for programs, as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from leadframe.ledger import Attempt, Event, Snapshot, Story


def as_row(one: Snapshot) -> str:
    """Return a submission as one line of a list."""
    return f"{_time(one.created_at)}  {one.reference}  {one.state:11}  {one.slug}"


def as_object(one: Snapshot) -> dict[str, Any]:
    """Return a submission without the visitor's values; times are ISO 8601 with offset."""
    return {
        "id": one.id,
        "reference": one.reference,
        "form": one.slug,
        "state": one.state.value,
        "created_at": _time(one.created_at),
        "tries": one.tries,
        "error": one.error,
    }


def as_whole(story: Story) -> dict[str, Any]:
    """Return a submission with the visitor's values, its attempts and its audit trail."""
    return as_object(story.snapshot) | {
        "lead": dict(story.payload),
        "attempts": [_attempt(one) for one in story.attempts],
        "events": [_event(one) for one in story.events],
    }


def as_lines(story: Story) -> Iterator[str]:
    """Yield the lines that tell a submission's story to a person."""
    yield as_row(story.snapshot)
    if story.snapshot.error:
        yield f"last error: {story.snapshot.error}"
    yield "\nLead"
    # As JSON, what a visitor wrote can neither break a line nor command a terminal.
    for name, value in story.payload.items():
        yield f"  {name}: {json.dumps(value, ensure_ascii=False)}"
    yield "\nAttempts"
    for attempt in story.attempts:
        yield (
            f"  {_time(attempt.started)} to {_time(attempt.ended) or '-'}"
            f"  {attempt.outcome or 'under way'}  HTTP {attempt.http_status or '-'}"
        )
    yield "\nEvents"
    for event in story.events:
        before = event.from_state or "new"
        yield f"  {_time(event.at)}  {event.actor}: {before} -> {event.to_state}  {event.reason}"


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "fence": one.fence,
        "started": _time(one.started),
        "ended": _time(one.ended),
        "outcome": one.outcome and one.outcome.value,
        "http_status": one.http_status,
    }


def _event(one: Event) -> dict[str, Any]:
    return {
        "at": _time(one.at),
        "actor": one.actor,
        "from": one.from_state and one.from_state.value,
        "to": one.to_state.value,
        "reason": one.reason,
    }


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
