"""The commands of `leadframe leads` that change something: what only a person may decide."""

from __future__ import annotations

import click

from leadframe.commands.wiring import Wiring, pass_wiring, takes_reason
from leadframe.ledger import State

RETRY_WARNING = "It may have arrived already: sending it again may create a second lead."
# Whoever was heard of so lately may still be at work.
SEEN_SECONDS = 60.0
RECOVER_WARNING = """\
After a restore or a failover nobody knows what was sent since. Every lead that
is not final becomes unconfirmed and is looked up before anything is sent. What
no lookup can decide is held for you: without an API key, all of it.

No courier may run meanwhile: stop every `leadframe serve` and every
`leadframe courier` first, on all hosts.
"""


@click.command()
@click.argument("reference")
@takes_reason
@click.option("--yes", is_flag=True, help="Do not ask when it may have arrived already.")
@pass_wiring
def retry(wiring: Wiring, *, reference: str, reason: str, yes: bool) -> None:
    """Send a held or dead lead again, and open its form if that was closed."""
    with wiring.ledger() as ledger:
        if ledger.story(reference).snapshot.state is State.HELD and not yes:
            click.confirm(f"{RETRY_WARNING} Send it?", abort=True)
        after = ledger.retry(reference, actor=wiring.operator(), reason=reason)
    click.echo(f"{after.reference} is {after.state}")


@click.command()
@click.argument("reference")
@takes_reason
@click.option("--lead-id", "upstream_id", help="The lead's id in the CRM, if you have it.")
@pass_wiring
def settle(wiring: Wiring, *, reference: str, reason: str, upstream_id: str | None) -> None:
    """Take note that a held, dead or unconfirmed lead is in the CRM.

    It is never sent again, so make sure that it is there.
    """
    with wiring.ledger() as ledger:
        after = ledger.confirm(
            reference, actor=wiring.operator(), reason=reason, upstream_id=upstream_id
        )
    click.echo(f"{after.reference} is {after.state}")


@click.command()
@click.argument("reference")
@takes_reason
@pass_wiring
def release(wiring: Wiring, *, reference: str, reason: str) -> None:
    """Send a quarantined lead after all: it only looked like spam."""
    with wiring.ledger() as ledger:
        after = ledger.release(reference, actor=wiring.operator(), reason=reason)
    click.echo(f"{after.reference} is {after.state}")


@click.command()
@takes_reason
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_wiring
def recover(wiring: Wiring, *, reason: str, yes: bool) -> None:
    """Have all leads looked up again, after a restore or a failover, before couriers start."""
    with wiring.ledger() as ledger:
        for courier in ledger.workers(within_seconds=SEEN_SECONDS):
            words = f"A courier was at work a moment ago: {courier.host}, process {courier.pid}"
            click.echo(words, err=True)
        if not yes:
            click.confirm(f"{RECOVER_WARNING}\nGo on?", abort=True)
        count = ledger.recover(actor=wiring.operator(), reason=reason)
    click.echo(f"{count} unconfirmed; couriers may start")
