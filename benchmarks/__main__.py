"""Measures `leadframe serve` beside a bare Flask view, in adjacent pairs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count, pairwise, repeat
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import click

from benchmarks.load import Window, measure

ROOT = Path(__file__).parent.parent
LEADFRAME = str(Path(sys.executable).with_name("leadframe"))
THREADS = "8"
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
def started(*command: str, settings: Mapping[str, str] | None = None) -> Iterator[str]:
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


def get_form() -> Question:
    """Ask for the form again and again."""
    request = f"GET {TARGET} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()
    return Question(name="GET form", requests=repeat(request), status=200)


def post_lead(page: bytes) -> Question:
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


def compare(question: Question, ours: str, bare: str, *, pairs: int, seconds: float) -> None:
    """Measure in adjacent pairs, ours before the bare one, and print what came of it."""

    def one(url: str) -> Window:
        port = int(url.rpartition(":")[2])
        return measure(port, question.requests, status=question.status, seconds=seconds)

    measured = [(one(ours), one(bare)) for _ in range(pairs)]
    for name, windows in zip(("leadframe", "bare Flask"), zip(*measured, strict=True), strict=True):
        click.echo(f"{question.name:13}{name:12}{_middle(windows)}")
    ratio = median(our.rate / other.rate for our, other in measured)
    itself = [later.rate / former.rate for (former, _), (later, _) in pairwise(measured)]
    spread = f"A/A {min(itself):.2f} to {max(itself):.2f}"
    click.echo(f"{question.name:13}ratio {ratio:.2f}   {spread}\n")


def _middle(windows: tuple[Window, ...]) -> str:
    rate = median(window.rate for window in windows)
    p50 = median(window.p50_ms for window in windows)
    p99 = median(window.p99_ms for window in windows)
    return f"{rate:6.0f}/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms"


@click.command()
@click.option("--pairs", default=10, show_default=True, type=click.IntRange(2))
@click.option("--seconds", default=1.0, show_default=True, help="Of each measurement.")
def main(pairs: int, seconds: float) -> None:
    """Measure `leadframe serve` beside a bare Flask view on the same server.

    Only ratios travel to other machines, and none is finer than the A/A spread beside it: how
    much Leadframe differs from itself between one pair and the next.
    """
    with ExitStack() as servers:
        folder = Path(servers.enter_context(tempfile.TemporaryDirectory()))
        api = servers.enter_context(started(LEADFRAME, "sandbox", "--port", "0"))
        settings = {"API_URL": api, "DATABASE_URL": f"sqlite:///{folder}/bench.db", **SETTINGS}
        serve = (LEADFRAME, "serve", "--port", "0", "--threads", THREADS)
        ours = servers.enter_context(started(*serve, settings=settings))
        with urllib.request.urlopen(ours + TARGET) as answer:  # noqa: S310 - loopback
            page: bytes = answer.read()
        (folder / "page.html").write_bytes(page)
        peer = (sys.executable, "-m", "benchmarks.peers.bare", str(folder / "page.html"), THREADS)
        bare = servers.enter_context(started(*peer))
        for question in (get_form(), post_lead(page)):
            compare(question, ours, bare, pairs=pairs, seconds=seconds)


if __name__ == "__main__":
    main()
