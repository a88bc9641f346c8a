"""`leadframe leads`: the ledger, for operators."""

from __future__ import annotations

import click

from leadframe.commands.choosing import form_option, state_option
from leadframe.commands.decisions import recover, release, retry, settle
from leadframe.commands.export import export
from leadframe.commands.printing import json_text
from leadframe.commands.purge import purge
from leadframe.commands.reencrypt import reencrypt
from leadframe.commands.stories import as_lines, as_object, as_row, as_whole
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.ledger import State


@click.group()
def leads() -> None:
    """Look after leads: list, export and purge them, decide what no machine can.

    Of the settings only LEADFRAME_DATABASE_URL matters here.
    """


@leads.command(name="list")
@state_option
@form_option
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
        click.echo(json_text([as_object(one) for one in found], indent=2))
        return
    for one in found:
        click.echo(as_row(one))


@leads.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
@pass_wiring
def show(wiring: Wiring, *, reference: str, as_json: bool) -> None:
    """Tell a lead's whole story: its values, every attempt, lookup and decision."""
    with wiring.ledger() as ledger:
        story = ledger.story(reference)
    if as_json:
        click.echo(json_text(as_whole(story), indent=2))
        return
    for line in as_lines(story):
        click.echo(line)


for command in (retry, settle, release, recover, export, purge, reencrypt):
    leads.add_command(command)
