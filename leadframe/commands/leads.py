"""`leadframe leads`: the ledger, for operators."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from typing import Any

import click

from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.ledger import Snapshot, State, Story

RETRY_WARNING = "It may have arrived already: sending it again may create a second lead."


@click.group()
def leads() -> None:
    """Look after leads: list them, tell their story, send them again."""


@leads.command(name="list")
@click.option("--state", type=click.Choice([str(state) for state in State]))
@click.option("--form", "slug", help="Only this form's.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="An array of objects, for programs.")
@pass_wiring
def list_leads(
    wiring: Wiring, *, state: str | None, slug: str | None, limit: int, as_json: bool
) -> None:
    """List leads, newest first."""
    with wiring.backend() as backend:
        found = backend.ledger.list(state=State(state) if state else None, slug=slug, limit=limit)
    if as_json:
        click.echo(json.dumps([_as_object(one) for one in found], indent=2))
        return
    for one in found:
        click.echo(f"{_time(one.created_at)}  {one.reference}  {one.state:12}  {one.slug}")


@leads.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
@pass_wiring
def show(wiring: Wiring, *, reference: str, as_json: bool) -> None:
    """Tell a lead's whole story: its values, every attempt and every decision."""
    with wiring.backend() as backend:
        story = backend.ledger.story(reference)
    if as_json:
        click.echo(json.dumps(_whole(story), indent=2, ensure_ascii=False))
        return
    for line in _lines(story):
        click.echo(line)


@leads.command()
@click.argument("reference")
@click.option("--reason", required=True, help="Why, for the audit trail.")
@click.option("--yes", is_flag=True, help="Do not ask when it may have arrived already.")
@pass_wiring
def retry(wiring: Wiring, *, reference: str, reason: str, yes: bool) -> None:
    """Send a held or dead lead again, and open its form if that was paused."""
    with wiring.backend() as backend:
        snapshot = backend.ledger.story(reference).snapshot
        if snapshot.state is State.HELD and not yes:
            click.confirm(f"{RETRY_WARNING} Send it?", abort=True)
        after = backend.ledger.retry(reference, actor=getpass.getuser(), reason=reason)
    click.echo(f"{after.reference} is {after.state}")


def _time(seconds: float | None) -> str:
    """Return ISO 8601 with offset, or "-"."""
    if seconds is None:
        return "-"
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _as_object(one: Snapshot) -> dict[str, Any]:
    return {
        "id": one.id,
        "reference": one.reference,
        "form": one.slug,
        "state": str(one.state),
        "created_at": _time(one.created_at),
        "tries": one.tries,
        "error": one.error,
    }


def _whole(story: Story) -> dict[str, Any]:
    attempts = [
        {
            "fence": attempt.fence,
            "started": _time(attempt.started),
            "ended": _time(attempt.ended),
            "outcome": attempt.outcome and str(attempt.outcome),
            "http_status": attempt.http_status,
        }
        for attempt in story.attempts
    ]
    events = [
        {
            "at": _time(event.at),
            "actor": event.actor,
            "from": event.from_state and str(event.from_state),
            "to": str(event.to_state),
            "reason": event.reason,
        }
        for event in story.events
    ]
    lead = dict(story.payload)
    return _as_object(story.snapshot) | {"lead": lead, "attempts": attempts, "events": events}


def _lines(story: Story) -> list[str]:
    whole = _whole(story)
    lines = [f"{whole['reference']}  {whole['state']}  {whole['form']}  {whole['created_at']}"]
    if whole["error"]:
        lines.append(f"last error: {whole['error']}")
    lines += [
        "",
        "Lead",
        *(
            f"  {line}"
            for line in json.dumps(whole["lead"], indent=2, ensure_ascii=False).splitlines()
        ),
    ]
    lines += ["", "Attempts"]
    lines += [
        f"  {one['started']} to {one['ended']}  {one['outcome'] or 'under way'}"
        f"  HTTP {one['http_status'] or '-'}"
        for one in whole["attempts"]
    ] or ["  none"]
    lines += ["", "Events"]
    lines += [
        f"  {e['at']}  {e['actor']}: {e['from'] or 'new'} -> {e['to']}  {e['reason']}".rstrip()
        for e in whole["events"]
    ]
    return lines
