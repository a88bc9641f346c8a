"""gunicorn for the obvious form: its usual worker with threads, on a free port."""

from __future__ import annotations

from typing import Any

bind = "127.0.0.1:0"
worker_class = "gthread"
loglevel = "warning"
# Both workers sign with one key, which is made up at the start.
preload_app = True
# A worker that was stopped while others were measured is no dead one.
timeout = 0


def when_ready(server: Any) -> None:
    """Print where it listens, for those who started it."""
    print(server.LISTENERS[0], flush=True)  # noqa: T201 - read by others
