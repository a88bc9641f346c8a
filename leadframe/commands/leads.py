"""`leadframe leads`: the ledger, for operators."""

from __future__ import annotations

import json
import os

import click

from leadframe.commands.stories import as_lines, as_object, as_row, as_whole
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.ledger import State

RETRY_WARNING = "It may have arrived already: sending it again may create a second lead."


@click.group()
def leads() -> None:
    """Look after leads: list them, tell their story, send them again.

    Of the settings only LEADFRAME_DATABASE_URL matters here.
    """


@leads.command(name="list")
@click.option(
    "--state", type=click.Choice([state.value for state in State]), help="Only of this state."
)
@click.option("--form", "slug", help="Only this form's.")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1), help="At most so many."
)
@click.option("--json", "as_json", is_flag=True, help="An array of objects, for programs.")
@pass_wiring
def list_leads(
    wiring: Wiring, *, state: str | None, slug: str | None, limit: int, as_json: bool
) -> None:
    """List leads, newest first."""
    with wiring.ledger() as ledger:
        found = ledger.list(state=State(state) if state else None, slug=slug, limit=limit)
    if as_json:
        click.echo(json.dumps([as_object(one) for one in found], indent=2))
        return
    for one in found:
        click.echo(as_row(one))


@leads.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
@pass_wiring
def show(wiring: Wiring, *, reference: str, as_json: bool) -> None:
    """Tell a lead's whole story: its values, every attempt and every decision."""
    with wiring.ledger() as ledger:
        story = ledger.story(reference)
    if as_json:
        click.echo(json.dumps(as_whole(story), indent=2, ensure_ascii=False))
        return
    for line in as_lines(story):
        click.echo(line)


@leads.command()
@click.argument("reference")
@click.option("--reason", required=True, help="Why, for the audit trail.")
@click.option("--yes", is_flag=True, help="Do not ask when it may have arrived already.")
@pass_wiring
def retry(wiring: Wiring, *, reference: str, reason: str, yes: bool) -> None:
    """Send a held or dead lead again, and open its form if that was paused."""
    with wiring.ledger() as ledger:
        if ledger.story(reference).snapshot.state is State.HELD and not yes:
            click.confirm(f"{RETRY_WARNING} Send it?", abort=True)
        after = ledger.retry(reference, actor=_actor(wiring), reason=reason)
    click.echo(f"{after.reference} is {after.state}")


def _actor(wiring: Wiring) -> str:
    """Name the operator; a container's user often has no name, but always a number."""
    try:
        return wiring.user_name()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
