"""The web server: waitress, with a drain (docs/decisions/0004-waitress.md)."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from waitress import wasyncore
from waitress.server import create_server

from leadframe.errors import ListenError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOP_SECONDS = 0.5
DRAIN_LOOP_SECONDS = 0.05
DRAIN_SECONDS = 20.0
OPTIONS = {
    "ident": None,
    # What stands for the host where a request names none; the usual name is the software's.
    "server_name": "server.invalid",
    # The application believes as many proxies as it is told to, and no more.
    "clear_untrusted_proxy_headers": False,
    # Silent clients cost a file handle each and no thread; the usual limit of handles is 1024.
    "connection_limit": 900,
    # As much as proxies let through; a prefilled address is far shorter.
    "max_request_header_size": 32 * 1024,
    # What is larger is refused by the application, with a page; this only spares the disk.
    "max_request_body_size": 2 * 1024 * 1024,
}

# It warns of every request that waits for a thread, which is thousands of times a second.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def run_until_stopped(
    app: WSGIApplication, *, host: str, port: int, threads: int, stopped: Callable[[], bool]
) -> None:
    """Serve, and when told to stop finish the requests that have begun.

    Args:
        app: the application.
        host: the address to listen on.
        port: the port; 0 lets the system choose, and the line that is printed says which.
        threads: how many requests are handled at once.
        stopped: whether to stop, asked every half second.

    Raises:
        ListenError: the address cannot be listened on.
    """
    # waitress's stubs do not know what it lets others see: active_channels, the options' types.
    sockets: dict[int, Any] = {}
    options: dict[str, Any] = {**OPTIONS, "threads": threads, "sockets": [_listen(host, port)]}
    server: Any = create_server(app, sockets, **options)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Leadframe listens on http://{shown}:{server.effective_port}/")
    while not stopped():
        _loop(sockets, LOOP_SECONDS)
    _drain(server, sockets)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ListenError.at(host, port, error) from error


def _loop(sockets: dict[int, Any], seconds: float) -> None:
    """Do what the sockets are ready for, or wait for the first of them."""
    wasyncore.loop(timeout=seconds, map=sockets, count=1, use_poll=True)


def _drain(server: Any, sockets: dict[int, Any]) -> None:
    """Take no new connection, and go on until every request in hand is answered."""
    server.del_channel()
    server.socket.close()
    give_up_at = time.monotonic() + DRAIN_SECONDS
    _loop(sockets, 0)  # a request may have come that was not looked at yet
    while _is_busy(server) and time.monotonic() < give_up_at:
        _loop(sockets, DRAIN_LOOP_SECONDS)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets)


def _is_busy(server: Any) -> bool:
    channels = list(server.active_channels.values())
    return any(one.requests or one.request or one.total_outbufs_len for one in channels)
