"""`leadframe courier`: a delivery process of its own."""

from __future__ import annotations

import click

from leadframe import logs
from leadframe.commands.keys import tell_of_a_wrong_key
from leadframe.commands.stopping import StopSignal
from leadframe.commands.wiring import Wiring, pass_wiring


@click.command()
@pass_wiring
def courier(wiring: Wiring) -> None:
    """Deliver what is due, until SIGTERM; what is in flight then is finished.

    Prints one line when it is at work. Needs no secret key: it signs nothing.
    """
    settings = wiring.unsigned_settings()
    logs.configure(settings)
    with StopSignal() as stop, wiring.backend(settings) as backend:
        tell_of_a_wrong_key(backend.ledger)
        backend.courier.start()
        click.echo("Leadframe courier is at work")
        stop.wait()
