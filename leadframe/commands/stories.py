"""How `leadframe leads` shows submissions: as objects for programs, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from leadframe.commands import timeline
from leadframe.commands.printing import json_text, plain_text, time_text
from leadframe.ledger import Attempt, Event, Snapshot, State, Story

NEXT = {State.QUEUED: "next try", State.UNCONFIRMED: "next lookup"}


def as_row(one: Snapshot) -> str:
    """Return a submission as one line of a list."""
    return f"{time_text(one.created_at)}  {one.reference}  {one.state:11}  {one.slug}"


def as_object(one: Snapshot) -> dict[str, Any]:
    """Return a submission without the visitor's values; times are ISO 8601 in UTC."""
    return {
        "id": one.id,
        "reference": one.reference,
        "form": one.slug,
        "state": one.state.value,
        "created_at": time_text(one.created_at),
        "tries": one.tries,
        "error": one.error,
    }


def as_whole(story: Story) -> dict[str, Any]:
    """Return a submission with the visitor's values, its attempts and its audit trail."""
    return as_object(story.snapshot) | {
        "upstream_id": story.snapshot.upstream_id,
        "purged_at": time_text(story.snapshot.purged_at),
        "lead": dict(story.payload),
        "consents": [_consent(story, one) for one in story.consents],
        "attempts": [_attempt(one) for one in story.attempts],
        "events": [_event(one) for one in story.events],
    }


def as_lines(story: Story) -> Iterator[str]:
    """Yield the lines that tell a submission's story to a person."""
    one = story.snapshot
    yield as_row(one)
    if one.upstream_id:
        yield f"id in the CRM: {plain_text(one.upstream_id)}"
    if one.error:
        yield f"last error: {plain_text(one.error)}"
    if one.state in NEXT:
        yield f"{NEXT[one.state]}: {time_text(one.due_at)} or later"
    if one.purged_at:
        yield f"personal data removed: {time_text(one.purged_at)}"
    yield "\nLead"
    for name, value in story.payload.items():
        yield f"  {name}: {json_text(value)}"
    if story.consents:
        yield "\nConsent"
    for consent in story.consents:
        yield from _consent_lines(_consent(story, consent))
    yield "\nStory"
    yield from timeline.as_lines(timeline.timeline(story))


def _consent(story: Story, one: Mapping[str, Any]) -> dict[str, Any]:
    return {**one, "at": time_text(story.snapshot.created_at)}


def _consent_lines(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {one['field']}: {'agreed to' if one['given'] else 'not agreed to'}, {one['at']}"
    yield f"    {json_text(one['text'])}"
    yield f"    in {one['language']}, version {one['version']}, sha256 {one['sha256']}"


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "fence": one.fence,
        "started": time_text(one.started),
        "ended": time_text(one.ended),
        "outcome": one.outcome and one.outcome.value,
        "http_status": one.http_status,
    }


def _event(one: Event) -> dict[str, Any]:
    return {
        "at": time_text(one.at),
        "actor": one.actor,
        "from": one.from_state and one.from_state.value,
        "to": one.to_state.value,
        "reason": one.reason,
    }
