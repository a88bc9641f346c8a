"""Clients that take their time, as an attacker's do: each kind holds a server up in its own way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum

BEAT_SECONDS = 0.2
PATIENCE_SECONDS = 30
HOST = "Host: slow"
FORM_TYPE = "Content-Type: application/x-www-form-urlencoded"
LONG_BODY_BYTES = 200_000
SMALLEST_BUFFER_BYTES = 2048


class Kind(StrEnum):
    """How a client is slow."""

    IDLE = "idle"
    """It connects and says nothing."""
    SLOW_HEAD = "slow head"
    """It never comes to the end of the request's head (slowloris)."""
    SLOW_BODY = "slow body"
    """It sends its form one byte at a time."""
    SLOW_READ = "slow read"
    """It asks for a page and reads it one byte at a time."""


@contextmanager
def slow_clients(kind: Kind, address: tuple[str, int], path: str, *, count: int) -> Iterator[None]:
    """Hold so many connections to a server, slowly going on, as long as the context lasts.

    Args:
        kind: how they are slow.
        address: where the server listens.
        path: what they ask for.
        count: how many they are.
    """
    with ExitStack() as held:
        clients = [held.enter_context(_connected(address)) for _ in range(count)]
        for client in clients:
            client.sendall(_first_words(kind, path))
        if kind is Kind.SLOW_READ:
            for client in clients:
                client.recv(1)
        done = threading.Event()
        beat = threading.Thread(target=_go_on, args=(kind, clients, done))
        beat.start()
        try:
            yield
        finally:
            done.set()
            beat.join()


def _connected(address: tuple[str, int]) -> socket.socket:
    client = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    # Before it connects, or the window that the server is told of stays large.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_BUFFER_BYTES)
    client.settimeout(PATIENCE_SECONDS)
    client.connect(address)
    return client


def _first_words(kind: Kind, path: str) -> bytes:
    match kind:
        case Kind.IDLE:
            return b""
        case Kind.SLOW_HEAD:
            return f"GET {path} HTTP/1.1\r\n{HOST}\r\nX-Slow: ".encode()
        case Kind.SLOW_BODY:
            head = f"POST {path} HTTP/1.1\r\n{HOST}\r\n{FORM_TYPE}\r\n"
            return f"{head}Content-Length: {LONG_BODY_BYTES}\r\n\r\nnotes=".encode()
        case Kind.SLOW_READ:
            return f"GET {path} HTTP/1.1\r\n{HOST}\r\n\r\n".encode()


def _go_on(kind: Kind, clients: Sequence[socket.socket], done: threading.Event) -> None:
    """Let each client do its next little bit, again and again; a server may have hung up."""
    while kind is not Kind.IDLE and not done.wait(BEAT_SECONDS):
        for client in clients:
            client.setblocking(False)
            with suppress(OSError):
                client.recv(1) if kind is Kind.SLOW_READ else client.send(b"a")
