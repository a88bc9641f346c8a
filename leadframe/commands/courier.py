"""`leadframe courier`: a delivery process of its own."""

from __future__ import annotations

import signal
import threading

import click

from leadframe import logs
from leadframe.commands.wiring import Wiring, pass_wiring


@click.command()
@pass_wiring
def courier(wiring: Wiring) -> None:
    """Deliver what is due, until SIGTERM; what is in flight then is finished."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with wiring.backend() as backend:
        logs.configure(backend.settings)
        backend.courier.start()
        click.echo("Leadframe courier is at work")
        stopped.wait()
