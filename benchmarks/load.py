"""Clients that ask as fast as they are answered, and the time each answer took."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from statistics import quantiles
from typing import IO

CLIENTS = 16
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Window:
    """What one stretch of load measured: answers a second, and how long half and most took."""

    rate: float
    p50_ms: float
    p99_ms: float


def measure(port: int, requests: Iterator[bytes], *, status: int, seconds: float) -> Window:
    """Ask a server on loopback for some seconds, each client on a connection it keeps.

    Args:
        port: where it listens.
        requests: whole HTTP requests, without end; shared by the clients.
        status: what every answer must be.
        seconds: how long.
    """
    took: list[float] = []
    lock = threading.Lock()

    def next_request() -> bytes:
        with lock:
            return next(requests)

    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask_until, args=(until, port, next_request, status, took))
        for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(took, n=100)
    return Window(rate=len(took) / seconds, p50_ms=cuts[49] * 1000, p99_ms=cuts[98] * 1000)


def _ask_until(
    until: float, port: int, next_request: Callable[[], bytes], status: int, took: list[float]
) -> None:
    line = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with closing(line), line.makefile("rb") as answers:
        while (began := time.perf_counter()) < until:
            line.sendall(next_request())
            answered = _read_answer(answers)
            if answered != status:
                raise RuntimeError(f"the server answered {answered} instead of {status}")
            took.append(time.perf_counter() - began)


def _read_answer(answers: IO[bytes]) -> int:
    """Read one answer to its end and return its status."""
    status = int(answers.readline().split()[1])
    length = 0
    while (line := answers.readline()) != b"\r\n":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    answers.read(length)
    return status
