"""`leadframe sandbox`: the stand-in lead API."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence

import click

from leadframe.commands.wiring import Wiring, pass_wiring


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="0 picks a free one.")
@click.option(
    "--latency", default=0, type=click.IntRange(0), help="Milliseconds before it answers."
)
@click.option("--fail-rate", default=0.0, type=click.FloatRange(0, 1), help="Part answered 500.")
@click.option("--mode", default="ok", show_default=True, help="How it answers; `?` lists all.")
@pass_wiring
def sandbox(  # noqa: PLR0913 - one for each option
    wiring: Wiring, *, host: str, port: int, latency: int, fail_rate: float, mode: str
) -> None:
    """Stand in for the lead API: keeps what it receives and misbehaves on demand.

    GET /received shows what it received. A lead whose email is like
    sandbox+MODE@example.com is answered in that mode.
    """
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    chosen = _mode(wiring.sandbox_modes, mode)
    with wiring.create_sandbox(
        host, port, mode=chosen, latency_seconds=latency / 1000, fail_rate=fail_rate
    ) as running:
        click.echo(f"The sandbox listens on {running.url}")
        stopped.wait()


def _mode(modes: Sequence[str], name: str) -> str:
    if name in modes:
        return modes[list(modes).index(name)]
    raise click.BadParameter(f"choose one of {', '.join(modes)}", param_hint="--mode")
