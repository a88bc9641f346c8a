"""Servers on loopback for what the sandbox does not do: TLS, and answers no HTTP server gives."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATE = Path(__file__).with_name("loopback.pem")
TIMEOUT_SECONDS = 10.0


def trusting_tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATE)


@contextmanager
def answering(
    answer: bytes, *, then_wait: bool = False, then_repeat: bool = False
) -> Iterator[str]:
    """Serve one connection: read a request, answer with these very bytes and close.

    Or go on: wait until the client leaves, or repeat the answer's end until then.
    """

    def serve() -> None:
        line, _ = listening.accept()
        # Whoever does not want to hear it all hangs up.
        with line, suppress(OSError):
            line.settimeout(TIMEOUT_SECONDS)
            _request_from(line)
            line.sendall(answer)
            if then_wait:
                line.recv(1)
            while then_repeat:
                line.sendall(answer[-1024:])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(TIMEOUT_SECONDS)


@contextmanager
def silent() -> Iterator[int]:
    """Give a port where connections are made but nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def tls_before(url: str, *, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve one connection in TLS and pass it on to a plain server, byte by byte."""
    plain = urlsplit(url)
    with socket.create_server((host, 0)) as listening:
        place = (str(plain.hostname), int(plain.port or 80))
        thread = threading.Thread(target=_relay_one, args=(listening, place))
        thread.start()
        yield f"https://{host}:{listening.getsockname()[1]}"
        thread.join(TIMEOUT_SECONDS)


def _relay_one(listening: socket.socket, place: tuple[str, int]) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    raw, _ = listening.accept()
    # A client that refuses the certificate, or hangs up in the middle, is what tests are about.
    with raw, suppress(OSError), tls.wrap_socket(raw, server_side=True) as line:
        line.settimeout(TIMEOUT_SECONDS)
        with socket.create_connection(place, timeout=TIMEOUT_SECONDS) as onward:
            onward.sendall(_request_from(line))
            while piece := onward.recv(4096):
                line.sendall(piece)


def _request_from(line: socket.socket) -> bytes:
    """Read a whole request: closing on an unread rest would reset the connection."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += _hear(line)
    head, _, body = request.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += _hear(line)
    return head + b"\r\n\r\n" + body


def _hear(line: socket.socket) -> bytes:
    if piece := line.recv(65536):
        return piece
    raise ConnectionAbortedError
