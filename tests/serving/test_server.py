from __future__ import annotations

import threading
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import requests

from leadframe.serving import listen, run_until_stopped, tell_where
from tests.commands.world import PATIENCE_SECONDS, address_in

FAREWELL_SECONDS = 1.0


def test_an_answer_that_has_begun_is_finished_before_the_server_ends_and_ends_its_connection(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked, draining = threading.Event(), threading.Event()
    answers: list[requests.Response] = []

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.set()
        assert draining.wait(PATIENCE_SECONDS)
        start_response("200 OK", [("Content-Length", "0")])
        return []

    def visit(address: str) -> None:
        answers.append(requests.get(address, timeout=PATIENCE_SECONDS))

    def stopped() -> bool:
        """Send a visitor at once, stop when he is in, and let him go during the drain."""
        if line := capsys.readouterr().out:
            visitor.append(threading.Thread(target=visit, args=(address_in(line),)))
            visitor[0].start()
        if asked.is_set():
            release.start()
        return asked.is_set()

    visitor: list[threading.Thread] = []
    release = threading.Timer(0.2, draining.set)
    listener = listen("127.0.0.1", 0)
    tell_where(listener, "127.0.0.1")
    run_until_stopped(app, listener, threads=2, stopped=stopped, farewell_seconds=FAREWELL_SECONDS)
    visitor[0].join()

    assert [answer.status_code for answer in answers] == [HTTPStatus.OK]
    assert answers[0].headers["Connection"] == "close"
