"""`leadframe preview`: what `make dev` starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import click

from leadframe.commands.sandbox import API_KEY, running_sandbox
from leadframe.commands.stopping import StopSignal
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.serving import listen, run_until_stopped, tell_where
from leadframe.settings import Settings

HOST = "127.0.0.1"
SECRET_FILE = Path("instance/preview-secret-key")
DATABASE_URL = "sqlite:///instance/preview.db"
THREADS = 8


@click.command()
@click.option(
    "--port",
    default=5000,
    show_default=True,
    type=click.IntRange(1, 65534),
    help="Port of the preview; the sandbox takes the next one.",
)
@pass_wiring
def preview(wiring: Wiring, *, port: int) -> None:
    """Preview the forms at http://127.0.0.1:PORT/, with the sandbox lead API at PORT+1.

    Shows the forms of LEADFRAME_CHANNELS_DIR, or the examples when it is not set. Every setting
    may be set as in production; what is not set gets a value that suits development.
    """
    with (
        StopSignal() as stop,
        running_sandbox(wiring, HOST, port + 1) as sandbox,
        wiring.backend(_settings(wiring, sandbox.url)) as backend,
    ):
        page = _page(wiring, sandbox)
        app = wiring.create_app(backend=backend, delivers=True, threads=THREADS, preview=page)
        backend.courier.start()
        listener = listen(HOST, port)
        tell_where(listener, HOST)
        run_until_stopped(
            app,
            listener,
            at_hand=app.at_hand,
            at_once=app.at_once,
            threads=THREADS,
            stopped=lambda: stop.came,
        )


def _settings(wiring: Wiring, sandbox_url: str) -> Settings:
    return wiring.settings(
        LEADFRAME_SECRET_KEY=_secret(SECRET_FILE),
        LEADFRAME_API_URL=sandbox_url,
        LEADFRAME_API_KEY=API_KEY,
        LEADFRAME_CHANNELS_DIR=str(wiring.examples),
        LEADFRAME_DATABASE_URL=DATABASE_URL,
        LEADFRAME_LOG_FORMAT="text",
    )


def _page(wiring: Wiring, sandbox: Any) -> Any:
    """Return what the preview page is told of the sandbox, and may do to it."""
    modes = wiring.sandbox().Mode
    return wiring.preview().Preview(
        received=lambda: sandbox.received,
        modes=tuple(modes),
        mode=lambda: sandbox.mode,
        set_mode=lambda mode: setattr(sandbox, "mode", modes(mode)),
    )


def _secret(path: Path) -> str:
    """Return the key in the file, made on the first start; only its owner may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="utf-8")
