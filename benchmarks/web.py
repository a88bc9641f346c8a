"""`leadframe serve` beside a bare Flask view on the same server."""

from __future__ import annotations

import re
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.comparison import Comparison, Side
from benchmarks.load import Window, measure
from benchmarks.servers import LEADFRAME, SETTINGS, Line, started
from forms.decoy import decoy_name

THREADS = "8"
CLIENTS = 16
SLUG = "contact"
TARGET = f"/f/{SLUG}"


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
        api = servers.enter_context(started(LEADFRAME, "sandbox", "--port", "0"))
        settings = {"API_URL": api, "DATABASE_URL": f"sqlite:///{folder}/web.db", **SETTINGS}
        serve = (LEADFRAME, "serve", "--port", "0", "--threads", THREADS)
        ours = servers.enter_context(started(*serve, settings=settings))
        with urllib.request.urlopen(ours + TARGET) as answer:  # noqa: S310 - loopback
            page: bytes = answer.read()
        (folder / "page.html").write_bytes(page)
        peer = (sys.executable, "-m", "benchmarks.peers.bare", str(folder / "page.html"), THREADS)
        bare = servers.enter_context(started(*peer))
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
        email = f"bench{number}@example.com"
        body = urlencode({"email": email, decoy_name(SLUG): "", "token": token})
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
