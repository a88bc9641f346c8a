"""The server that `leadframe serve` is, without anything else of Leadframe in the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadframe.serving import run_until_stopped

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def serve(app: WSGIApplication, *, threads: int) -> None:
    """Serve on a free port of this machine until ended; print a line when it listens."""
    run_until_stopped(app, host="127.0.0.1", port=0, threads=threads, stopped=lambda: False)
