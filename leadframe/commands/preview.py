"""`leadframe preview`: what `make dev` starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from leadframe.commands.server import run_until_stopped
from leadframe.commands.wiring import Wiring, pass_wiring

SECRET_FILE = Path("instance/preview-secret-key")
DATABASE_URL = "sqlite:///instance/preview.db"
THREADS = 8


@click.command()
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65534))
@pass_wiring
def preview(wiring: Wiring, *, port: int) -> None:
    """Preview the forms at http://127.0.0.1:PORT/, with the sandbox lead API at PORT+1.

    Shows the forms of LEADFRAME_CHANNELS_DIR, or the examples when it is not set. Every setting
    may be set as in production; what is not set gets a value that suits development.
    """
    api_key = secrets.token_urlsafe(12)
    with wiring.create_sandbox("127.0.0.1", port + 1, api_key=api_key) as sandbox:
        settings = wiring.settings(
            LEADFRAME_SECRET_KEY=_secret(SECRET_FILE),
            LEADFRAME_API_URL=sandbox.url,
            LEADFRAME_API_KEY=api_key,
            LEADFRAME_CHANNELS_DIR=str(wiring.examples),
            LEADFRAME_DATABASE_URL=DATABASE_URL,
            LEADFRAME_LOG_FORMAT="text",
        )
        page = wiring.create_preview(
            received=lambda: sandbox.received,
            modes=wiring.sandbox_modes,
            mode=lambda: sandbox.mode,
            set_mode=lambda mode: setattr(sandbox, "mode", mode),
        )
        with wiring.backend(settings) as backend:
            app = wiring.create_app(backend=backend, delivers=True, threads=THREADS, preview=page)
            backend.courier.start()
            click.echo(f"The sandbox listens on {sandbox.url}")
            run_until_stopped(app, host="127.0.0.1", port=port, threads=THREADS)


def _secret(path: Path) -> str:
    """Return the key in the file, made on the first start; only its owner may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32))
    return path.read_text(encoding="utf-8")
