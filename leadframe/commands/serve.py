"""`leadframe serve`: the production web server with couriers inside."""

from __future__ import annotations

import click

from leadframe.commands.keys import tell_of_a_wrong_key
from leadframe.commands.stopping import StopSignal
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.serving import run_until_stopped


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1),
    help="Accepting processes. SQLite takes one: several would starve each other.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(2, 256),
    help="Requests handled at once.",
)
@click.option("--no-courier", is_flag=True, help="Leave delivery to `leadframe courier`.")
@pass_wiring
def serve(  # noqa: PLR0913 - one for each option
    wiring: Wiring, *, host: str, port: int, workers: int, threads: int, no_courier: bool
) -> None:
    """Serve the forms and deliver what they bring.

    Prints one line when it listens. SIGTERM drains: what is being answered or sent is finished.
    """
    del workers  # always one, until a database that takes several
    with StopSignal() as stop, wiring.backend() as backend:
        delivers = not no_courier
        app = wiring.create_app(backend=backend, delivers=delivers, threads=threads)
        tell_of_a_wrong_key(backend.ledger)
        if delivers:
            backend.courier.start()
        run_until_stopped(
            app,
            at_hand=app.at_hand,
            host=host,
            port=port,
            threads=threads,
            stopped=lambda: stop.came,
        )
