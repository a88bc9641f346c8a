"""One visitor beside slow clients of each kind, and the same visitor alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.comparison import Comparison, Side
from benchmarks.load import Window, measure
from benchmarks.servers import LEADFRAME, SETTINGS, Line, started
from benchmarks.slow_clients import Kind, slow_clients

COUNT = 300
# The longest page there is, so that it is long in the reading.
SLOW_TARGET = "/f/all-fields"
REQUEST = b"GET /f/contact HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"


@contextmanager
def comparisons(folder: Path, seconds: float) -> Iterator[list[Comparison]]:
    """Run a server as long as the context lasts; give what is to be asked of it."""
    settings = {"DATABASE_URL": f"sqlite:///{folder}/slow.db", **SETTINGS}
    serve = (LEADFRAME, "serve", "--no-courier", "--port", "0")
    with started(*serve, settings=settings) as url:
        port = int(url.rpartition(":")[2])
        yield [
            Comparison(
                name=f"{COUNT} x {kind}",
                ours=Side(name="beside them", measure=partial(_beside, kind, port, seconds)),
                other=Side(name="alone", measure=partial(_visit, port, seconds)),
            )
            for kind in Kind
        ]


def _beside(kind: Kind, port: int, seconds: float) -> Window:
    with slow_clients(kind, ("127.0.0.1", port), SLOW_TARGET, count=COUNT):
        return _visit(port, seconds)


def _visit(port: int, seconds: float) -> Window:
    """Come again and again, on a new connection each time."""

    def ask() -> None:
        with closing(Line(port)) as line:
            line.ask(REQUEST, status=200)

    return measure([ask], seconds=seconds)
