"""The web server: granian in this process, with a drain (docs/decisions/0004-granian.md)."""

from __future__ import annotations

import gc
import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import click
from granian import _granian, net
from granian.constants import HTTPModes
from granian.http import HTTP1Settings

from leadframe.errors import ListenError
from leadframe.serving.asked import AtHand, AtOnce
from leadframe.serving.bridge import Bridge
from leadframe.serving.strangers import strangers, wait_until_gone

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
DRAIN_SECONDS = 20.0
# What they have left to do takes milliseconds, or as long as a busy machine has them wait.
THREADS_END_SECONDS = 5.0
BACKLOG = 1024
# Silent clients cost a file handle each and no thread; the usual limit of handles is 1024.
MOST_CONNECTIONS = 900
# As much as proxies let through, and what one reading brings beyond; a prefilled address is far
# shorter.
MOST_HEAD_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long a request may take to arrive, in seconds.

    Attributes:
        head: for its head; a connection that is kept may be silent as long.
        body: for its body, all of it.
    """

    head: float = 30.0
    body: float = 30.0


ARRIVAL = Times()


def listen(host: str, port: int) -> socket.socket:
    """Listen on an address; port 0 lets the system choose one.

    Raises:
        ListenError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ListenError.at(host, port, error) from error


def tell_where(listener: socket.socket, host: str) -> None:
    """Print the line that says where it listens."""
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Leadframe listens on http://{shown}:{listener.getsockname()[1]}/")


def run_until_stopped(  # noqa: PLR0913 - one for each thing that can be chosen
    app: WSGIApplication,
    listener: socket.socket,
    *,
    threads: int,
    stopped: Callable[[], bool],
    at_hand: AtHand | None = None,
    at_once: AtOnce | None = None,
    arrival: Times = ARRIVAL,
    farewell_seconds: float = 0,
) -> None:
    """Serve, and when told to stop finish the requests that have begun.

    Args:
        app: the application.
        listener: what it takes connections from; it is closed at the end.
        threads: how many requests are handled at once.
        stopped: whether to stop, asked four times a second.
        at_hand: answers what waits for nothing; see `Bridge`.
        at_once: begins to answer what has to wait, likewise.
        arrival: how long requests may take to arrive.
        farewell_seconds: how long it goes on once told to stop, ending connections by their next
            answers. One that is closed while its next request is on the way is an error to its
            client, which only matters where others serve on.
    """
    not_granians = strangers()
    bridge = Bridge(
        app, at_hand=at_hand, at_once=at_once, threads=threads, body_seconds=arrival.body
    )
    server = _Server(bridge, listener, head_seconds=arrival.head)
    try:
        while not stopped():
            bridge.look()
            time.sleep(LOOK_SECONDS)
        if farewell_seconds:
            server.take_no_more()
            bridge.say_farewell()
            time.sleep(farewell_seconds)
    finally:
        server.stop()
    bridge.close()
    _see_the_threads_out(but=not_granians)


def _see_the_threads_out(*, but: frozenset[int]) -> None:
    """Wait for granian's threads, which end after it says that it has ended.

    One that asks for the interpreter while that is ending aborts the process (seen: SIGABRT).
    """
    # Requests hold one of them, and errors hold requests until their circles are broken up.
    gc.collect()
    if not wait_until_gone(but=but, patience_seconds=THREADS_END_SECONDS):
        log.warning("the server has ended, but not all of its threads")


# Its types say neither what these are made of nor what their methods take.
CallbackScheduler: Any = vars(_granian)["CallbackScheduler"]
RSGIWorker: Any = vars(_granian)["RSGIWorker"]
SocketHolder: Any = vars(net)["SocketHolder"]
WorkerSignal: Any = vars(_granian)["WorkerSignal"]


class _Server:
    """Granian at work on a socket that listens already, in threads of its own.

    One thread reads and writes, another calls Python. There is no loop of asyncio's, which the
    latter would have to wake for each request, nor granian's own socket, which may share a port
    that is taken.
    """

    def __init__(self, bridge: Bridge, listener: socket.socket, *, head_seconds: float) -> None:
        self._bridge = bridge
        self._number = os.fstat(listener.fileno()).st_ino
        self._stop = WorkerSignal()
        self._at_work = Lock()
        self._at_work.acquire()
        # As this does not let go of the interpreter, the thread that calls it needs it no more
        # when others have it again.
        self._stop.add_cb(self._at_work.release)
        here = _Here()
        scheduler = CallbackScheduler(here, bridge, None, None, None)
        scheduler._schedule_fn = bridge.take  # noqa: SLF001 - granian's way to set it
        self._worker(listener, head_seconds).serve_async(scheduler, here, self._stop)

    def stop(self) -> None:
        """Take no new connection, and go on until every request in hand is answered."""
        self._stop.set()
        last = time.monotonic() + DRAIN_SECONDS
        while not self._at_work.acquire(timeout=LOOK_SECONDS) and time.monotonic() < last:
            self._bridge.look()

    def take_no_more(self) -> None:
        """Leave new connections to the other processes that share the listener.

        Told to stop, granian closes those that it has just taken. So a socket that nobody knows
        takes the listener's place under its handles, which does not touch the listener itself.
        """
        with socket.create_server(("127.0.0.1", 0)) as nobodys:
            nobodys.setblocking(False)
            for handle in [int(path.name) for path in Path("/dev/fd").iterdir()]:
                with suppress(OSError):
                    if os.fstat(handle).st_ino == self._number:
                        os.dup2(nobodys.fileno(), handle)

    def _worker(self, listener: socket.socket, head_seconds: float) -> Any:
        return RSGIWorker(
            1,
            (None, SocketHolder(listener.detach(), False, BACKLOG)),
            None,
            py_threads=1,
            backpressure=MOST_CONNECTIONS,
            http_mode=HTTPModes.http1,
            http1_opts=HTTP1Settings(
                header_read_timeout=int(head_seconds * 1000), max_buffer_size=MOST_HEAD_BYTES
            ),
        )


class _Here:
    """What granian takes for a loop: it calls what it is given where it is told of it."""

    def call_soon(self, callback: Callable[..., None], *given: Any, **_context: Any) -> None:
        """Call at once, in granian's thread, which is the only one that asks for it."""
        callback(*given)

    call_soon_threadsafe = call_soon
