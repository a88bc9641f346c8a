"""Servers as processes of their own, and lines to them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
LEADFRAME = str(Path(sys.executable).with_name("leadframe"))
TIMEOUT_SECONDS = 30
# The limits count, as in production, and are never reached: all clients share one address.
ENDLESS = "999999999/hour"
SETTINGS = {
    "SECRET_KEY": "only-for-measuring-0123456789-0123456789",
    "CHANNELS_DIR": str(ROOT / "examples"),
    "WAIT_SECONDS": "0",
    "LOG_LEVEL": "warning",
    "RATE_LIMIT": "; ".join(
        f"{scope} {ENDLESS}" for scope in ("requests", "source", "form", "deployment")
    ),
}


@contextmanager
def started(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server as long as the context lasts; give the address in the line it prints."""
    with launched(*command, settings=settings) as (_process, url):
        yield url


@contextmanager
def launched(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[tuple[int, str]]:
    """Do the same, and give its process's number before its address."""
    environment = {f"LEADFRAME_{name}": value for name, value in (settings or {}).items()}
    with subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            line = next(iter(process.stdout or ()))
            yield process.pid, line.split()[-1].rstrip("/")
        finally:
            process.terminate()


class Line:
    """A connection to a server on loopback that is kept for all that is asked."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def ask(self, request: bytes, *, status: int) -> None:
        """Send a request and read its answer to the end.

        Raises:
            RuntimeError: the answer has another status.
        """
        self._socket.sendall(request)
        answered = _read_answer(self._answers)
        if answered != status:
            raise RuntimeError(f"the server answered {answered} instead of {status}")

    def close(self) -> None:
        """Close the connection."""
        self._answers.close()
        self._socket.close()


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
