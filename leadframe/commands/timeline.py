"""A submission's attempts, lookups and decisions as one list, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from leadframe.commands.printing import plain_text, time_text
from leadframe.ledger import Attempt, Event, State, Story

TERMINAL_WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened, when in Unix seconds, and why if that is known."""

    at: float
    what: str
    why: str = ""


def timeline(story: Story) -> Iterator[Entry]:
    """Yield what happened to a submission, in the order in which the ledger learnt of it.

    The audit trail gives the order: moments within a transaction are the same, and clocks can be
    set back. Each of its claims begins the next attempt; an attempt ends before the event that
    followed from it.
    """
    coming = iter(story.attempts)
    begun: list[Attempt] = []
    for event in story.events:
        yield from _ended(begun, by=event.at)
        if event.to_state is State.SENDING:
            begun.append(next(coming))
            yield _entry(event, f", attempt {begun[-1].fence}")
        else:
            yield _entry(event)
    yield from _ended(begun, by=float("inf"))


def as_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield lines that fit a terminal, each with its time; below some stands why."""
    for entry in entries:
        margin = f"  {time_text(entry.at)}  "
        yield from _wrapped(entry.what, margin)
        yield from _wrapped(entry.why, " " * len(margin))


def _ended(begun: list[Attempt], *, by: float) -> Iterator[Entry]:
    """Take out the attempts that had ended by a moment."""
    for attempt in begun.copy():
        if attempt.ended is None or attempt.ended > by:
            continue
        begun.remove(attempt)
        status = f", HTTP {attempt.http_status}" if attempt.http_status else ""
        yield Entry(at=attempt.ended, what=f"attempt {attempt.fence}: {attempt.outcome}{status}")


def _entry(event: Event, more: str = "") -> Entry:
    if event.from_state is event.to_state:
        change = f"still {event.to_state}"
    else:
        change = f"{event.from_state or 'new'} -> {event.to_state}"
    actor = plain_text(event.actor)
    return Entry(at=event.at, what=f"{actor}: {change}{more}", why=plain_text(event.reason))


def _wrapped(text: str, margin: str) -> list[str]:
    return wrap(
        text,
        TERMINAL_WIDTH,
        initial_indent=margin,
        subsequent_indent=" " * len(margin),
        break_on_hyphens=False,
    )
