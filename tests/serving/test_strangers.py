from __future__ import annotations

import _thread
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests

from leadframe.serving import listen, run_until_stopped
from leadframe.serving.strangers import strangers, wait_until_gone
from tests.commands.world import PATIENCE_SECONDS


@dataclass
class Stranger:
    """A thread that Python's own list does not know; it runs until it is told to end."""

    native_id: int = 0
    begun: threading.Event = field(default_factory=threading.Event)
    told: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        threading.current_thread()  # which makes a dummy of it
        self.native_id = threading.get_native_id()
        self.begun.set()
        self.told.wait(PATIENCE_SECONDS)


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    stranger = Stranger()
    _thread.start_new_thread(stranger.run, ())
    assert stranger.begun.wait(PATIENCE_SECONDS)
    yield stranger
    stranger.told.set()


def test_a_thread_that_python_has_not_listed_is_a_stranger_until_it_ends(
    stranger: Stranger,
) -> None:
    others = strangers() - {stranger.native_id}
    assert not wait_until_gone(but=others, patience_seconds=0)

    stranger.told.set()

    assert wait_until_gone(but=others, patience_seconds=PATIENCE_SECONDS)


def test_a_thread_of_pythons_own_is_none() -> None:
    before = strangers()
    told = threading.Event()
    own = threading.Thread(target=told.wait)
    own.start()
    try:
        assert strangers() <= before
    finally:
        told.set()
        own.join()


def test_a_server_that_has_ended_leaves_no_thread_that_could_ask_for_the_interpreter() -> None:
    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "0")])
        return []

    before = strangers()
    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    answers: list[int] = []

    def stopped() -> bool:
        answers.append(requests.get(address, timeout=PATIENCE_SECONDS).status_code)
        return True

    run_until_stopped(app, listener, threads=2, stopped=stopped)

    assert answers == [HTTPStatus.OK]
    assert strangers() <= before
