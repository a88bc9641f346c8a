from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from queue import SimpleQueue
from typing import NoReturn
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.wrappers import Request, Response

from leadframe.serving import (
    ARRIVAL,
    Answer,
    Asked,
    AtHand,
    AtOnce,
    Reply,
    Times,
    listen,
    run_until_stopped,
    tell_where,
)
from leadframe.serving.bodies import MOST_BODY_BYTES
from leadframe.serving.bridge import MOST_BYTES_AT_ONCE
from tests.commands.world import PATIENCE_SECONDS, address_in
from tests.page_rules import SOFTWARE

SEEN = ("REMOTE_ADDR", "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "CONTENT_LENGTH")
HEARD = {"host": "a.b", "x-a": "1"}
THREADS = 2
POST = b"POST / HTTP/1.1\r\nHost: a.example\r\n"


@Request.application
def echo(request: Request) -> Response:
    """Answer with what was sent, and in headers with what is known of the request."""
    seen = {f"Seen-{name}": request.environ.get(name, "nothing") for name in SEEN}
    return Response(request.get_data(), headers=seen)


def never(_asked: Asked) -> NoReturn:
    raise ValueError("what a visitor typed")


@dataclass
class Beginning:
    """Begins to answer some requests, and keeps what is to be replied to."""

    begins: Callable[[WSGIEnvironment], bool] = lambda _environ: True
    patience_seconds: float = PATIENCE_SECONDS
    replies: SimpleQueue[Reply] = field(default_factory=SimpleQueue)

    def begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        if begins := self.begins(environ):
            self.replies.put(reply)
        return begins

    def give_up(self, environ: WSGIEnvironment) -> None:
        environ["HTTP_X_FORWARDED_FOR"] = "given up"


def fail(_environ: object, _start_response: object) -> NoReturn:
    raise ValueError("what a visitor typed")


@contextmanager
def serving(
    capsys: pytest.CaptureFixture[str],
    app: object = echo,
    *,
    at_hand: AtHand | None = None,
    at_once: AtOnce | None = None,
    arrival: Times = ARRIVAL,
) -> Iterator[tuple[str, int]]:
    """Serve in a thread as long as the context lasts; give the host and the port."""

    def stopped() -> bool:
        up.set()
        return told.is_set()

    up, told = threading.Event(), threading.Event()
    options = {
        "threads": THREADS,
        "stopped": stopped,
        "at_hand": at_hand,
        "at_once": at_once,
        "arrival": arrival,
    }
    listener = listen("127.0.0.1", 0)
    tell_where(listener, "127.0.0.1")
    server = threading.Thread(target=run_until_stopped, args=(app, listener), kwargs=options)
    server.start()
    try:
        assert up.wait(PATIENCE_SECONDS)
        at = urlsplit(address_in(capsys.readouterr().out))
        assert at.hostname
        assert at.port
        yield at.hostname, at.port
    finally:
        told.set()
        server.join()


def ask(where: tuple[str, int], said: bytes) -> HTTPResponse:
    """Say some bytes, and return the answer, read to its end."""
    with socket.create_connection(where, timeout=PATIENCE_SECONDS) as line:
        line.sendall(said)
        answer = HTTPResponse(line)
        answer.begin()
        answer.headers["Body"] = answer.read().decode()
        return answer


def test_the_application_sees_who_asks_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(capsys) as where:
        answer = ask(where, POST + b"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n\r\n")

    seen = [answer.headers[f"Seen-{name}"] for name in SEEN]
    assert seen == ["127.0.0.1", "a.example", "1.1.1.1, 2.2.2.2", "0"]


def test_a_header_with_underscores_passes_for_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(capsys) as where:
        answer = ask(where, POST + b"X_Forwarded_For: 1.1.1.1\r\n\r\n")

    assert answer.headers["Seen-HTTP_X_FORWARDED_FOR"] == "nothing"


@pytest.mark.parametrize("name", [b"Host", b"X-Forwarded-For"])
def test_a_believed_header_that_is_garbled_is_refused(
    capsys: pytest.CaptureFixture[str], name: bytes
) -> None:
    with serving(capsys) as where:
        answer = ask(where, b"GET / HTTP/1.0\r\n" + name + b": 1.1.1.1, \xff\r\n\r\n")

    assert answer.status == HTTPStatus.BAD_REQUEST


def test_of_a_body_that_is_too_large_no_more_is_kept_than_shows_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    size = 2 * MOST_BODY_BYTES
    with serving(capsys) as where, closing(HTTPConnection(*where)) as client:
        client.request("POST", "/", bytes(size))
        answer = client.getresponse()

        # Less than its length said: somebody who reads it finds that it breaks off.
        assert answer.status == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("rest", "status"), [(b"3\r\na=b\r\n0\r\n\r\n", 200), (b"3\r\na=b\r\nno number\r\n", 400)]
)
def test_chunks_are_a_body_unless_they_break_off(
    capsys: pytest.CaptureFixture[str], rest: bytes, status: int
) -> None:
    with serving(capsys) as where:
        answer = ask(where, POST + b"Transfer-Encoding: chunked\r\n\r\n" + rest)

    assert answer.status == status


def test_a_body_has_its_time_to_arrive(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(capsys, arrival=Times(body=0.1)) as where:
        answer = ask(where, POST + b"Content-Length: 9\r\n\r\nhalf")

    assert answer.status == HTTPStatus.REQUEST_TIMEOUT


def test_a_head_has_its_time_to_arrive(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(capsys, arrival=Times(head=0.1)) as where:
        line = socket.create_connection(where, timeout=PATIENCE_SECONDS)
        with line:
            line.sendall(POST)

            assert line.recv(1) == b""


def test_a_fault_is_an_answer_that_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(capsys, fail) as where:
        answer = ask(where, POST + b"\r\n")

    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert not answer.headers["Body"]
    assert not SOFTWARE.search(str(answer.headers))


def test_what_is_at_hand_waits_for_no_thread(capsys: pytest.CaptureFixture[str]) -> None:
    free, busy = threading.Event(), threading.Semaphore(0)

    def wait(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        busy.release()
        assert free.wait(PATIENCE_SECONDS)
        start_response("204 No Content", [])
        return []

    def at_hand(asked: Asked) -> Answer | None:
        return (HTTPStatus.OK, [], b"here") if asked.path == "/at-hand" else None

    with serving(capsys, wait, at_hand=at_hand) as where, ThreadPoolExecutor(THREADS) as others:
        waiting = [others.submit(ask, where, POST + b"\r\n") for _ in range(THREADS)]
        assert all(busy.acquire(timeout=PATIENCE_SECONDS) for _ in waiting)

        answer = ask(where, b"GET /at-hand HTTP/1.1\r\nHost: a.example\r\n\r\n")
        free.set()

    assert answer.headers["Body"] == "here"
    assert [each.result().status for each in waiting] == [HTTPStatus.NO_CONTENT] * THREADS


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 2\r\n\r\nhi",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        b"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n\r\n",
        b"User-Agent: \xff\r\n\r\n",
    ],
    ids=["a body", "chunks", "a header twice", "a garbled header"],
)
def test_what_is_at_hand_is_not_for_requests_with(
    capsys: pytest.CaptureFixture[str], rest: bytes
) -> None:
    with serving(capsys, at_hand=never) as where:
        answer = ask(where, POST + rest)

    assert answer.status == HTTPStatus.OK
    assert answer.headers["Body"] == ("hi" if b"hi" in rest else "")


@pytest.mark.parametrize("second", [b"", b"Host: b.example\r\n"])
def test_a_garbled_host_is_refused_before_anything_is_at_hand(
    capsys: pytest.CaptureFixture[str], second: bytes
) -> None:
    with serving(capsys, at_hand=never) as where:
        answer = ask(where, b"GET / HTTP/1.1\r\nHost: \xff\r\n" + second + b"\r\n")

    assert answer.status == HTTPStatus.BAD_REQUEST


def test_what_is_at_hand_is_asked_by_all_that_came(capsys: pytest.CaptureFixture[str]) -> None:
    heard: list[Asked] = []

    def listen_only(asked: Asked) -> None:
        heard.append(asked)

    with serving(capsys, at_hand=listen_only) as where:
        answer = ask(where, b"HEAD /%C3%A6/?a=%C3%A6 HTTP/1.1\r\nHost: a.b\r\nX-A: 1\r\n\r\n")

    assert answer.status == HTTPStatus.OK
    assert heard == [Asked("HEAD", "/\N{LATIN SMALL LETTER AE}/", "a=%C3%A6", HEARD)]


def test_a_fault_in_what_is_at_hand_tells_nothing_and_stops_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(capsys, at_hand=never) as where:
        answers = [ask(where, POST + b"\r\n") for _ in range(2)]

    assert [answer.status for answer in answers] == [HTTPStatus.INTERNAL_SERVER_ERROR] * 2
    assert not answers[0].headers["Body"]
    assert not SOFTWARE.search(str(answers[0].headers))


SENT = POST + b"Content-Length: 2\r\n\r\nhi"
LATER: Answer = (HTTPStatus.ACCEPTED, [], b"later")


def test_what_is_begun_at_once_holds_no_thread_until_it_is_replied_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    beginning = Beginning()
    many = 4 * THREADS
    with serving(capsys, fail, at_once=beginning) as where, ThreadPoolExecutor(many) as visitors:
        waiting = [visitors.submit(ask, where, SENT) for _ in range(many)]
        replies = [beginning.replies.get(timeout=PATIENCE_SECONDS) for _ in range(many)]

        for reply in replies:
            reply(LATER)

    assert [each.result().headers["Body"] for each in waiting] == ["later"] * many


def test_what_cannot_be_begun_is_left_to_the_application(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(capsys, at_once=Beginning(begins=lambda _environ: False)) as where:
        answer = ask(where, SENT)

    assert answer.headers["Body"] == "hi"


def test_who_begins_may_leave_the_rest_to_the_application(
    capsys: pytest.CaptureFixture[str],
) -> None:
    beginning = Beginning()
    with serving(capsys, at_once=beginning) as where, ThreadPoolExecutor(1) as visitors:
        waiting = visitors.submit(ask, where, SENT)
        reply = beginning.replies.get(timeout=PATIENCE_SECONDS)

        reply(None)
        reply(LATER)

    assert waiting.result().headers["Body"] == "hi"


def test_what_is_begun_in_vain_is_given_up_and_the_application_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    beginning = Beginning(patience_seconds=0.1)
    with serving(capsys, at_once=beginning) as where:
        answer = ask(where, SENT)
        beginning.replies.get(timeout=PATIENCE_SECONDS)(LATER)

    assert answer.headers["Body"] == "hi"
    assert answer.headers["Seen-HTTP_X_FORWARDED_FOR"] == "given up"


def test_a_fault_while_it_is_begun_leaves_it_to_the_application(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def break_down(_environ: WSGIEnvironment) -> NoReturn:
        raise ValueError("what a visitor typed")

    with serving(capsys, at_once=Beginning(begins=break_down)) as where:
        answer = ask(where, SENT)

    assert answer.headers["Body"] == "hi"


def test_a_body_that_takes_long_to_read_is_not_begun_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    beginning = Beginning()
    size = MOST_BYTES_AT_ONCE + 1
    with serving(capsys, at_once=beginning) as where:
        answer = ask(where, POST + b"Content-Length: %d\r\n\r\n" % size + bytes(size))

    assert answer.headers["Seen-CONTENT_LENGTH"] == str(size)
    assert beginning.replies.empty()
