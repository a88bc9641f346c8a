"""`leadframe serve`: the production web server with couriers inside."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from leadframe.commands.keys import tell_of_a_wrong_key
from leadframe.commands.stopping import StopSignal
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.commands.workers import run_workers
from leadframe.serving import Parent, listen, run_until_stopped, tell_where

FAREWELL_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How one process serves."""

    wiring: Wiring
    threads: int
    delivers: bool

    def run(
        self,
        *,
        open_door: Callable[[], socket.socket],
        stopped: Callable[[], bool],
        farewell_seconds: float = 0,
    ) -> None:
        """Open all that is needed, then what connections come from, and serve until stopped."""
        with self.wiring.backend() as backend:
            app = self.wiring.create_app(
                backend=backend, delivers=self.delivers, threads=self.threads
            )
            tell_of_a_wrong_key(backend.ledger)
            if self.delivers:
                backend.courier.start()
            run_until_stopped(
                app,
                open_door(),
                at_hand=app.at_hand,
                at_once=app.at_once,
                threads=self.threads,
                stopped=stopped,
                farewell_seconds=farewell_seconds,
            )


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
    type=click.IntRange(1, 64),
    help="Accepting processes. SQLite takes one; PostgreSQL as many as there are cores.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(2, 256),
    help="Requests handled at once, by each process.",
)
@click.option("--no-courier", is_flag=True, help="Leave delivery to `leadframe courier`.")
@click.option(
    "--inherited",
    nargs=2,
    type=int,
    hidden=True,
    help="What a worker has from its parent: two handles.",
)
@pass_wiring
def serve(  # noqa: PLR0913 - one for each option
    wiring: Wiring,
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    no_courier: bool,
    inherited: tuple[int, int] | None,
) -> None:
    """Serve the forms and deliver what they bring.

    Prints one line when it listens. SIGTERM drains: what is being answered or sent is finished.
    With several workers, SIGHUP replaces each by a new process, and nobody is refused meanwhile.
    """
    serving = Serving(wiring=wiring, threads=threads, delivers=not no_courier)

    def open_here() -> socket.socket:
        listener = listen(host, port)
        tell_where(listener, host)
        return listener

    with StopSignal() as stop:
        if inherited:
            _run_as_worker(serving, *inherited, stop=stop)
        elif workers > 1:
            sys.exit(run_workers(wiring, count=workers, host=host, port=port, stop=stop))
        else:
            serving.run(open_door=open_here, stopped=lambda: stop.came)


def _run_as_worker(serving: Serving, listener: int, line: int, *, stop: StopSignal) -> None:
    parent = Parent(line)

    def open_inherited() -> socket.socket:
        parent.tell_ready()
        return socket.socket(fileno=listener)

    serving.run(
        open_door=open_inherited,
        stopped=lambda: stop.came or parent.has_let_go(),
        farewell_seconds=FAREWELL_SECONDS,
    )
