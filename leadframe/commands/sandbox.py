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
    sandbox = wiring.sandbox().Sandbox(host, port, api_key=API_KEY, **behaviour)
    try:
        sandbox.start()
    except OSError as error:
        raise ListenError.at(host, port, error) from error
    try:
        click.echo(f"The sandbox listens on {sandbox.url}")
        yield sandbox
    finally:
        sandbox.stop()


def sandbox_command(modes: type[StrEnum], lookup_modes: type[StrEnum]) -> click.Command:
    """Return the command for a sandbox that can answer leads and lookups in these modes."""

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
        help="How it answers leads.",
    )
    @click.option(
        "--late-seconds",
        default=30.0,
        show_default=True,
        type=click.FloatRange(0),
        help="How long after its request accept-late creates a lead.",
    )
    @click.option(
        "--lookup-mode",
        default="ok",
        show_default=True,
        type=click.Choice([mode.value for mode in lookup_modes]),
        help="How it answers get_leads and get_channels.",
    )
    @click.option(
        "--stale-seconds",
        default=60.0,
        show_default=True,
        type=click.FloatRange(0),
        help="How old the leads are that the lookup mode stale shows.",
    )
    @click.option(
        "--leads-shape",
        default="object",
        show_default=True,
        type=click.Choice(["object", "array"]),
        help="How get_leads lists leads: the older way or the newer.",
    )
    @click.option(
        "--flood-per-lead",
        default=0,
        type=click.IntRange(0),
        help="Leads from elsewhere that follow each lead it creates.",
    )
    @click.option(
        "--record",
        type=click.File("a", encoding="utf-8"),
        help="File to add each lead to that a request creates, a line of JSON each.",
    )
    @pass_wiring
    def sandbox(  # noqa: PLR0913 - those that need a hand; the others are the sandbox's own
        wiring: Wiring,
        /,
        *,
        host: str,
        port: int,
        latency: int,
        mode: str,
        lookup_mode: str,
        **behaviour: Any,
    ) -> None:
        """Stand in for the lead API: keeps what it receives and misbehaves on demand.

        Prints one line when it listens. GET /received shows what it received last. A lead whose
        email is like sandbox+MODE@example.com is answered in that mode. The API key is
        sandbox-key.
        """
        behaviour |= {
            "mode": modes(mode),
            "lookup_mode": lookup_modes(lookup_mode),
            "latency_seconds": latency / 1000,
        }
        with StopSignal() as stop, running_sandbox(wiring, host, port, **behaviour):
            stop.wait()

    return sandbox
