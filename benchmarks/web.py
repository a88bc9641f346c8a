"""`leadframe serve` beside a bare Flask view on the same server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from benchmarks.comparison import Comparison, Side
from benchmarks.load import Window, measure

ROOT = Path(__file__).parent.parent
LEADFRAME = str(Path(sys.executable).with_name("leadframe"))
THREADS = "8"
CLIENTS = 16
TIMEOUT_SECONDS = 30
TARGET = "/f/contact"
SETTINGS = {
    "SECRET_KEY": "only-for-measuring-0123456789-0123456789",
    "CHANNELS_DIR": str(ROOT / "examples"),
    "WAIT_SECONDS": "0",
    "LOG_LEVEL": "warning",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What both servers are asked: whole HTTP requests without end, and the status expected."""

    name: str
    requests: Iterator[bytes]
    status: int


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run both servers as long as the context lasts; give what is to be asked of them."""
    with ExitStack() as servers:
        api = servers.enter_context(_started(LEADFRAME, "sandbox", "--port", "0"))
        settings = {"API_URL": api, "DATABASE_URL": f"sqlite:///{folder}/web.db", **SETTINGS}
        serve = (LEADFRAME, "serve", "--port", "0", "--threads", THREADS)
        ours = servers.enter_context(_started(*serve, settings=settings))
        with urllib.request.urlopen(ours + TARGET) as answer:  # noqa: S310 - loopback
            page: bytes = answer.read()
        (folder / "page.html").write_bytes(page)
        peer = (sys.executable, "-m", "benchmarks.peers.bare", str(folder / "page.html"), THREADS)
        bare = servers.enter_context(_started(*peer))
        yield [
            _compared(question, ours, bare, seconds) for question in (_get_form(), _post_lead(page))
        ]


def _compared(question: Question, ours: str, bare: str, seconds: float) -> Comparison:
    def side(name: str, url: str) -> Side:
        port = int(url.rpartition(":")[2])
        return Side(name=name, measure=lambda: _ask(question, port, seconds))

    return Comparison(
        name=question.name, ours=side("leadframe", ours), other=side("bare Flask", bare)
    )


@contextmanager
def _started(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server as long as the context lasts; give the address in the line it prints."""
    environment = {f"LEADFRAME_{name}": value for name, value in (settings or {}).items()}
    with subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield next(iter(process.stdout or ())).split()[-1].rstrip("/")
        finally:
            process.terminate()


def _get_form() -> Question:
    """Ask for the form again and again."""
    request = f"GET {TARGET} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()
    return Question(name="GET form", requests=repeat(request), status=200)


def _post_lead(page: bytes) -> Question:
    """Send the form again and again, each time with a lead of its own."""
    (token,) = re.findall(r'name="token" value="([^"]+)"', page.decode())
    return Question(name="POST stored", requests=_posts(token), status=303)


def _posts(token: str) -> Iterator[bytes]:
    for number in count():
        body = urlencode({"email": f"bench{number}@example.com", "token": token})
        yield (
            f"POST {TARGET} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
        ).encode()


def _ask(question: Question, port: int, seconds: float) -> Window:
    lock = threading.Lock()

    def next_request() -> bytes:
        with lock:
            return next(question.requests)

    with ExitStack() as lines:
        clients = []
        for _ in range(CLIENTS):
            line = lines.enter_context(closing(Line(port)))
            clients.append(lambda line=line: line.ask(next_request(), status=question.status))
        return measure(clients, seconds=seconds)


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
