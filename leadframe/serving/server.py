"""The web server: granian in this process, with a drain (docs/decisions/0004-granian.md)."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from granian import _futures, _granian, net
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from leadframe.errors import ListenError
from leadframe.serving.asked import AtHand
from leadframe.serving.bridge import Bridge, Taken
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
    arrival: Times = ARRIVAL,
    farewell_seconds: float = 0,
) -> None:
    """Serve, and when told to stop finish the requests that have begun.

    Args:
        app: the application.
        listener: what it takes connections from; it is closed at the end.
        threads: how many requests are handled at once.
        stopped: whether to stop, asked four times a second.
        at_hand: answers at once, in no thread, what waits for nothing; see `Bridge`.
        arrival: how long requests may take to arrive.
        farewell_seconds: how long it goes on once told to stop, ending connections by their next
            answers. One that is closed while its next request is on the way is an error to its
            client, which only matters where others serve on.
    """
    not_granians = strangers()
    bridge = Bridge(app, at_hand=at_hand, threads=threads, body_seconds=arrival.body)
    server = _Server(bridge, listener, head_seconds=arrival.head)
    # The server's loop has a thread of its own, for it is this one that signals are asked for in.
    with ThreadPoolExecutor(1, thread_name_prefix="server") as thread:
        serving = thread.submit(asyncio.run, server.serve_until_told())
        try:
            while not (stopped() or serving.done()):
                time.sleep(LOOK_SECONDS)
            if farewell_seconds:
                server.take_no_more()
                bridge.say_farewell()
                time.sleep(farewell_seconds)
        finally:
            server.told.set_result(None)
        serving.result()
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
SocketHolder: Any = vars(net)["SocketHolder"]
RSGIWorker: Any = vars(_granian)["RSGIWorker"]
CallbackScheduler: Any = vars(_granian)["CallbackScheduler"]
into_loop: Any = vars(_futures)["_cbsched_aioschedule"]


class _Server(Server):
    """Granian on a socket that listens already: one of its own may share a port that is taken.

    Attributes:
        told: done when it is to stop.
    """

    def __init__(self, bridge: Bridge, listener: socket.socket, *, head_seconds: float) -> None:
        super().__init__(
            bridge,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=int(head_seconds * 1000), max_buffer_size=MOST_HEAD_BYTES
            ),
            websockets=False,
            backlog=BACKLOG,
            backpressure=MOST_CONNECTIONS,
            log_enabled=False,
        )
        self._listener = listener
        self._number = os.fstat(listener.fileno()).st_ino
        self.told: Future[None] = Future()

    async def serve_until_told(self) -> None:
        """Serve, then take no new connection and go on until every request in hand is answered."""
        serving = asyncio.create_task(self.serve(self._work))  # type: ignore[arg-type] # awaited
        told = asyncio.wrap_future(self.told)
        await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
        self.stop()  # type: ignore[no-untyped-call]
        done, _ = await asyncio.wait([serving], timeout=DRAIN_SECONDS)
        for each in done:
            each.result()

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

    def _init_shared_socket(self) -> None:
        self._shd: Any = SocketHolder(self._listener.detach(), False, BACKLOG)

    async def _work(
        self, number: int, told: Any, bridge: Bridge, sockets: Any, *options: Any
    ) -> None:
        """Serve until told: all as granian does it, but for the scheduler."""
        *numbers, _task, mode, http1, http2, websockets, files, _log, tls, _scope = options
        http = (mode, http1, http2, websockets, files, *tls, (None, None))
        worker = RSGIWorker(number, sockets, None, *numbers, *http)
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        told.add_cb(lambda: loop.call_soon_threadsafe(ended.set_result, None))
        worker.serve_async(_scheduler(bridge, loop), loop, told)
        await ended


def _scheduler(bridge: Bridge, loop: asyncio.AbstractEventLoop) -> Any:
    """Return what takes requests in granian's thread: the loop has to do with bodies alone."""
    scheduler = CallbackScheduler(loop, bridge, None, None, None)
    bridge.watch(loop)
    receive_in_loop = into_loop(loop, copy_context(), bridge.receive)

    def schedule(request: Taken) -> None:
        if bridge.take(request):
            receive_in_loop(request)

    scheduler._schedule_fn = schedule  # noqa: SLF001 - granian's way to set it
    return scheduler
