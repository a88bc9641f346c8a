"""The server that `leadframe serve` is, without anything of Leadframe in the process.

A peer that imported Leadframe's own would weigh and start as Leadframe does.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# It warns of every request that waits for a thread, which is thousands of times a second.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def serve(app: WSGIApplication, *, threads: int) -> None:
    """Serve on a free port of this machine until told to end; print a line when it listens."""
    server: Any = create_server(
        app, host="127.0.0.1", port=0, threads=threads, ident=None, asyncore_use_poll=True
    )
    print(f"http://127.0.0.1:{server.effective_port}/", flush=True)  # noqa: T201 - read by others
    server.run()
