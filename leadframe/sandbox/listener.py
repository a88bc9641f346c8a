"""One address on which an application is served, and which can stop listening and resume."""

from __future__ import annotations

import socket
import threading
from wsgiref.types import WSGIApplication

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

POLL_SECONDS = 0.02


class _Handler(WSGIRequestHandler):
    """Serves one request, then closes the connection at once."""

    # Nobody may keep the server from stopping by connecting and saying nothing.
    timeout = 5.0

    def connection_dropped(self, *_: object) -> None:
        """Never wait for another request on a connection that the application gave up."""
        self.close_connection = True

    def finish(self) -> None:
        """Close before the server's polite good-bye, or a reset would become a proper end."""
        super().finish()
        self.connection.close()

    def log_request(self, *_: object) -> None:
        """Say nothing: the sandbox keeps what it received."""


class Listener:
    """Serves a WSGI application at one address, a thread for each request."""

    def __init__(self, host: str, port: int, application: WSGIApplication) -> None:
        self._host = host
        self._port = port
        self._application = application
        self._running: tuple[ThreadedWSGIServer, threading.Thread] | None = None
        self._place: socket.socket | None = None

    @property
    def port(self) -> int:
        """The port; the one the system chose, once it has, when 0 was asked for."""
        return self._port

    def open(self) -> None:
        """Listen, unless it does.

        Raises:
            OSError: the address cannot be listened at.
        """
        if self._running:
            return
        with socket.create_server((self._host, self._port)) as listening:
            self._port = listening.getsockname()[1]
            server = ThreadedWSGIServer(
                self._host, self._port, self._application, _Handler, fd=listening.fileno()
            )
        # Closing then waits for the handlers, so that none outlives its sandbox.
        server.daemon_threads = False
        thread = threading.Thread(
            target=server.serve_forever, args=(POLL_SECONDS,), name="sandbox", daemon=True
        )
        thread.start()
        self._running = (server, thread)
        self._give_up_place()

    def close(self, *, keep_port: bool = False) -> None:
        """Stop listening and wait for the requests in hand.

        Args:
            keep_port: bind the port without listening, so that connections are refused and
                nobody else gets the port before `open`.
        """
        if self._running:
            server, thread = self._running
            server.shutdown()
            thread.join()
            self._running = None
        self._give_up_place()
        if keep_port:
            self._place = socket.socket()
            self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._place.bind((self._host, self._port))
            self._port = self._place.getsockname()[1]

    def _give_up_place(self) -> None:
        if self._place:
            self._place.close()
            self._place = None
