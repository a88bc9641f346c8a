"""Many visitors who ask one question: wrk's, or our own where it is not installed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from threading import Lock

from benchmarks.load import Window, measure
from benchmarks.missing import tell_what_is_missing
from benchmarks.question import Question
from benchmarks.servers import Line, Server
from benchmarks.wrk import ask_by_wrk, find_wrk


def who_asks() -> str:
    """Name the clients; if they are ours, say what to install."""
    if find_wrk():
        return "wrk"
    tell_what_is_missing("wrk", instead="clients of our own ask, which are slower than nginx")
    return "a client of our own"


def ask(question: Question, port: int, *, clients: int, seconds: float) -> Window:
    """Let so many clients ask on kept connections for some seconds, each as fast as answered.

    It takes longer if otherwise nobody would be answered.

    Raises:
        RuntimeError: an answer has another status, or a connection broke.
    """
    program = find_wrk()
    if program is None:
        return ask_by_ourselves(question, port, clients=clients, seconds=seconds)
    window = ask_by_wrk(program, question, port, clients=clients, seconds=seconds)
    return window or ask(question, port, clients=clients, seconds=2 * seconds)


def asker(
    server: Server, question: Question, *, clients: int, seconds: float
) -> Callable[[], Window]:
    """Return what asks a server as `ask` does, and lets it run for just as long."""

    def measure_awake() -> Window:
        with server.awake():
            return ask(question, server.port, clients=clients, seconds=seconds)

    return measure_awake


def ask_by_ourselves(question: Question, port: int, *, clients: int, seconds: float) -> Window:
    """Ask likewise, each client in a thread of this process and twice at least.

    Raises:
        RuntimeError: an answer has another status.
    """
    requests, lock = question.requests(), Lock()

    def next_request() -> bytes:
        with lock:
            return next(requests)

    def asking_on(line: Line) -> Callable[[], None]:
        return lambda: line.ask(next_request(), status=question.status)

    with ExitStack() as lines:
        kept = [lines.enter_context(closing(Line(port))) for _ in range(clients)]
        return measure([asking_on(line) for line in kept], seconds=seconds)
