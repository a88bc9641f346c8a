"""The web server: waitress, with a drain (docs/decisions/0004-waitress.md)."""

from __future__ import annotations

import signal
import socket
import time
from types import FrameType
from typing import TYPE_CHECKING, Any

import click
from waitress import wasyncore
from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOP_SECONDS = 0.5
DRAIN_SECONDS = 20.0
IDENT = "leadframe"


def run_until_stopped(app: WSGIApplication, *, host: str, port: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests that have begun.

    Args:
        app: the application.
        host: the address to listen on.
        port: the port; 0 lets the system choose, and the line that is printed says which.
        threads: how many requests are handled at once.
    """
    listener = _listen(host, port)
    server: Any = create_server(
        app, sockets=[listener], threads=threads, ident=None, clear_untrusted_proxy_headers=False
    )
    stop = _StopSignal()
    click.echo(f"Leadframe listens on http://{host}:{listener.getsockname()[1]}/")
    while not stop.came:
        wasyncore.loop(timeout=LOOP_SECONDS, map=server._map, count=1, use_poll=True)  # noqa: SLF001 - waitress offers no drain of its own
    _drain(server)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _drain(server: Any) -> None:
    """Take no new connection, and go on until every request in hand is answered."""
    server.del_channel()
    server.socket.close()
    give_up_at = time.monotonic() + DRAIN_SECONDS
    while _is_busy(server) and time.monotonic() < give_up_at:
        wasyncore.loop(timeout=0.05, map=server._map, count=1, use_poll=True)  # noqa: SLF001 - likewise
    server.task_dispatcher.shutdown()
    wasyncore.close_all(server._map)  # noqa: SLF001 - likewise


def _is_busy(server: Any) -> bool:
    channels = list(server.active_channels.values())
    return any(one.requests or one.request or one.total_outbufs_len for one in channels)


class _StopSignal:
    """Remembers that the process was asked to stop."""

    def __init__(self) -> None:
        self.came = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._remember)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
