from __future__ import annotations

import _thread
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests

from leadframe.serving import Times, listen, run_until_stopped
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


def nothing_more(address: str) -> None:
    assert requests.get(address, timeout=PATIENCE_SECONDS).status_code == HTTPStatus.OK


def a_body(address: str) -> None:
    answer = requests.post(address, data="a=b", timeout=PATIENCE_SECONDS)
    assert answer.status_code == HTTPStatus.OK


def a_body_in_chunks(address: str) -> None:
    answer = requests.post(address, data=iter([b"a=", b"b"]), timeout=PATIENCE_SECONDS)
    assert answer.status_code == HTTPStatus.OK


def half_a_body(address: str, half: bytes = b"Content-Length: 3\r\n\r\na") -> socket.socket:
    parts = urlsplit(address)
    client = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_SECONDS)
    client.sendall(b"POST / HTTP/1.1\r\nHost: a.invalid\r\n" + half)
    return client


def a_body_that_is_late(address: str) -> None:
    with half_a_body(address) as client:
        assert client.recv(1024).startswith(b"HTTP/1.1 408 ")


def chunks_without_an_end(address: str) -> None:
    with half_a_body(address, b"Transfer-Encoding: chunked\r\n\r\n") as client:
        client.settimeout(0.01)
        while True:
            client.sendall(b"1\r\na\r\n")
            with suppress(TimeoutError):
                assert client.recv(1024).startswith(b"HTTP/1.1 408 ")
                return


def a_body_that_breaks_off(address: str) -> None:
    with half_a_body(address) as client:
        client.shutdown(socket.SHUT_WR)
        client.recv(1024)


@pytest.mark.parametrize(
    "ask",
    [
        *(nothing_more, a_body, a_body_in_chunks, chunks_without_an_end),
        *(a_body_that_is_late, a_body_that_breaks_off),
    ],
)
def test_a_server_that_has_ended_leaves_no_thread_and_so_nothing_of_what_it_was_asked(
    ask: Callable[[str], None],
) -> None:
    """Whatever still holds a request holds one of granian's threads."""

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "0")])
        return []

    before = strangers()
    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    arrival = Times(head=PATIENCE_SECONDS, body=0.3)

    with ThreadPoolExecutor(1) as visitors:
        visitor = visitors.submit(ask, address)
        run_until_stopped(app, listener, threads=2, stopped=visitor.done, arrival=arrival)

    visitor.result()
    assert wait_until_gone(but=before, patience_seconds=PATIENCE_SECONDS)
