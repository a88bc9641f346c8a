"""A deployment of many forms, opened at random, beside one of a single form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.asking import asker
from benchmarks.comparison import Comparison, Side
from benchmarks.load import Window
from benchmarks.question import NUMBER, get, written
from benchmarks.results import Goal
from benchmarks.servers import ROOT, Line, Server, leadframe

CLIENTS = 16
TARGET = f"/f/form-{NUMBER.decode()}"


@contextmanager
def comparisons(folder: Path, seconds: float, *, forms: int) -> Iterator[list[Comparison]]:
    """Run both servers as long as the context lasts; give what is to be asked of them."""
    with with_forms(folder, forms) as many, with_forms(folder, 1) as one:
        yield [
            Comparison(
                name="GET a form at random",
                ours=_side(f"{forms:,} forms", many, forms, seconds),
                other=_side("a single form", one, 1, seconds),
                goal=Goal(floor=0.7, aim=0.95),
            )
        ]


def _side(name: str, server: Server, forms: int, seconds: float) -> Side:
    return Side(name=name, measure=asking_at_random(server, forms, seconds))


def asking_at_random(server: Server, forms: int, seconds: float) -> Callable[[], Window]:
    """Return what opens one of the forms again and again."""
    return asker(server, get(TARGET, below=forms), clients=CLIENTS, seconds=seconds)


@contextmanager
def with_forms(folder: Path, count: int) -> Iterator[Server]:
    """Run a server with so many forms, each of which has been opened once."""
    channels = folder / f"channels-{count}"
    channels.mkdir()
    form = (ROOT / "examples/contact.toml").read_text(encoding="utf-8")
    for number in range(count):
        (channels / f"form-{written(number)}.toml").write_text(form, encoding="utf-8")
    with leadframe(folder, "--no-courier", CHANNELS_DIR=str(channels)) as server:
        _open_each(server, count)
        yield server


def _open_each(server: Server, count: int) -> None:
    with closing(Line(server.port)) as line:
        for number in range(count):
            target = TARGET.replace(NUMBER.decode(), written(number))
            line.ask(f"GET {target} HTTP/1.1\r\nHost: bench\r\n\r\n".encode(), status=200)
