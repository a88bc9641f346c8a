"""Servers as processes of their own, and lines to them."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
LEADFRAME = str(Path(sys.executable).with_name("leadframe"))
# As many as `leadframe serve` has unless it is told otherwise; a peer on the same server has them.
THREADS = "8"
TIMEOUT_SECONDS = 30
DRAIN_SECONDS = 1
# The limits count, as in production, and are never reached: all clients share one address.
ENDLESS = "999999999/hour"
SETTINGS = {
    "SECRET_KEY": "only-for-measuring-0123456789-0123456789",
    "CHANNELS_DIR": str(ROOT / "examples"),
    # Nobody listens there: what delivers is told of a sandbox.
    "API_URL": "http://127.0.0.1:9",
    "WAIT_SECONDS": "0",
    "LOG_LEVEL": "warning",
    "RATE_LIMIT": "; ".join(
        f"{scope} {ENDLESS}" for scope in ("requests", "source", "form", "deployment")
    ),
}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs: where it answers, and its process, first of a group of its own."""

    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.url.rpartition(":")[2])

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run as long as the context lasts, and not before or after.

        What it has taken on, and goes on with in the background, would take its share of the
        processor from whatever is measured beside it. Whom it has not answered yet it answers
        first, or they would be in the way of those who ask when it wakes again.
        """
        self.signal(signal.SIGCONT)
        try:
            yield
            self._answer_one_more()
        finally:
            self.signal(signal.SIGSTOP)

    def _answer_one_more(self) -> None:
        """Wait until somebody who comes last is answered."""
        address = ("127.0.0.1", self.port)
        with socket.create_connection(address, timeout=TIMEOUT_SECONDS) as last:
            last.sendall(b"GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
            while last.recv(4096):
                pass

    def signal(self, number: signal.Signals) -> None:
        """Tell all its processes."""
        os.killpg(self.process.pid, number)


@contextmanager
def running(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a server as long as the context lasts; its address is in the first line it prints.

    What it says of errors is kept back: one that was asleep finds that it waited too long.

    Raises:
        RuntimeError: it did not start, for the reason it gives.
    """
    environment = {f"LEADFRAME_{name}": value for name, value in (settings or {}).items()}
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(  # noqa: S603 - our own commands
            command,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield Server(url=_address(process, errors), process=process)
        finally:
            end(process)


def _address(process: subprocess.Popen[str], errors: IO[str]) -> str:
    """Read where a server listens, once it does."""
    for line in process.stdout or ():
        return line.split()[-1].rstrip("/")
    errors.seek(0)
    raise RuntimeError(f"it did not start: {errors.read()}")


def end(process: subprocess.Popen[str]) -> None:
    """Let a server finish what it is at, but not for long: a courier may wait for an answer."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGCONT)
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(DRAIN_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def started(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server as long as the context lasts; give the address in the line it prints."""
    with running(*command, settings=settings) as server:
        yield server.url


@contextmanager
def leadframe(folder: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Run `leadframe serve` with a new ledger, as long as the context lasts.

    Args:
        folder: where the ledger is.
        options: of the command.
        settings: besides those of all benchmarks.
    """
    ledger = f"sqlite:///{folder}/{secrets.token_hex(4)}.db"
    serve = (LEADFRAME, "serve", "--port", "0", "--threads", THREADS, *options)
    with running(*serve, settings={**SETTINGS, "DATABASE_URL": ledger, **settings}) as server:
        yield server


@contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """Run a stand-in for the lead API as long as the context lasts; give its address."""
    with started(LEADFRAME, "sandbox", "--port", "0", *options) as url:
        yield url


@contextmanager
def peer(name: str, *arguments: str, **settings: str) -> Iterator[Server]:
    """Run a peer on the server that `leadframe serve` is, as long as the context lasts."""
    command = (sys.executable, "-m", f"benchmarks.peers.{name}", THREADS, *arguments)
    with running(*command, settings=settings) as server:
        yield server


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
