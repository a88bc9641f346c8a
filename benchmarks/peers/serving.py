"""The server that `leadframe serve` is, without anything else of Leadframe in the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadframe.serving import listen, run_until_stopped, tell_where

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST = "127.0.0.1"


def serve(app: WSGIApplication, *, threads: int) -> None:
    """Serve on a free port of this machine until ended; print a line when it listens."""
    listener = listen(HOST, 0)
    tell_where(listener, HOST)
    run_until_stopped(app, listener, threads=threads, stopped=lambda: False)
