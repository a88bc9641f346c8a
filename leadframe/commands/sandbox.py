"""`leadframe sandbox`: the stand-in lead API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import click

from leadframe.commands.stopping import StopSignal
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.errors import ListenError

API_KEY = "sandbox-key"


@contextmanager
def running_sandbox(wiring: Wiring, host: str, port: int, **behaviour: Any) -> Iterator[Any]:
    """Run a sandbox as long as the context lasts.

    Raises:
        ListenError: the address cannot be listened on.
    """
    sandbox = wiring.create_sandbox(host, port, api_key=API_KEY, **behaviour)
    try:
        sandbox.start()
    except OSError as error:
        raise ListenError.at(host, port, error) from error
    try:
        click.echo(f"The sandbox listens on {sandbox.url}")
        yield sandbox
    finally:
        sandbox.stop()


def sandbox_command(modes: type[StrEnum]) -> click.Command:
    """Return the command for a sandbox that can behave in these modes."""

    @click.command(name="sandbox")
    @click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
    @click.option(
        "--port",
        required=True,
        type=click.IntRange(0, 65535),
        help="Port to listen on; 0 picks a free one.",
    )
    @click.option("--latency", default=0, type=click.IntRange(0), help="Milliseconds to wait.")
    @click.option("--fail-rate", default=0.0, type=click.FloatRange(0, 1), help="Part failing.")
    @click.option(
        "--mode",
        default="ok",
        show_default=True,
        type=click.Choice([mode.value for mode in modes]),
        help="How it answers.",
    )
    @pass_wiring
    def sandbox(  # noqa: PLR0913 - one for each option
        wiring: Wiring, *, host: str, port: int, latency: int, fail_rate: float, mode: str
    ) -> None:
        """Stand in for the lead API: keeps what it receives and misbehaves on demand.

        Prints one line when it listens. GET /received shows what it received. A lead whose email
        is like sandbox+MODE@example.com is answered in that mode. The API key is sandbox-key.
        """
        behaviour = {"latency_seconds": latency / 1000, "fail_rate": fail_rate}
        with (
            StopSignal() as stop,
            running_sandbox(wiring, host, port, mode=modes(mode), **behaviour),
        ):
            stop.wait()

    return sandbox
