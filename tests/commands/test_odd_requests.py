"""What no browser sends, byte by byte, to the server of production."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.commands.processes import Running, started
from tests.commands.world import environment
from tests.page_rules import SOFTWARE
from tests.site import SECRET_KEY

PATIENCE_SECONDS = 30
FORM = "Content-Type: application/x-www-form-urlencoded"
CHUNKED = f"POST /f/contact HTTP/1.1\r\nHost: a.example\r\n{FORM}\r\nTransfer-Encoding: chunked"
SENT = f"POST /f/contact HTTP/1.1\r\nHost: a.example\r\n{FORM}"
ODD = {
    "headers of 65 kB": (f"GET /f/contact HTTP/1.1\r\nX-A: {'x' * 65_000}\r\n\r\n", 431),
    "an address of 65 kB": (f"GET /f/contact?{'x' * 65_000} HTTP/1.1\r\n\r\n", 431),
    "90 headers": ("GET /f/contact HTTP/1.1\r\nHost: a.b\r\n" + "X: y\r\n" * 90 + "\r\n", 200),
    "5,000 headers": ("GET /f/contact HTTP/1.1\r\nHost: a.b\r\n" + "X: y\r\n" * 5000 + "\r\n", 431),
    "a long token": (f"{SENT}\r\nContent-Length: 200006\r\n\r\ntoken={'x' * 200_000}", 422),
    "no version": ("GET /f/contact\r\n\r\n", 400),
    "a header without a colon": ("GET /f/contact HTTP/1.1\r\nnonsense\r\n\r\n", 400),
    "a header with NUL": ("GET /f/contact HTTP/1.1\r\nX: a\x00b\r\n\r\n", 400),
    "a folded header": ("GET /f/contact HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", 400),
    "two hosts": ("GET /f/contact HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "a host with markup": ("GET /f/contact HTTP/1.1\r\nHost: <script>\r\n\r\n", 400),
    "raw bytes in the query": ("GET /f/contact?lang=\xff&\x80 HTTP/1.1\r\nHost: a.b\r\n\r\n", 400),
    "a negative length": (f"{SENT}\r\nContent-Length: -1\r\n\r\n", 400),
    "a length in words": (f"{SENT}\r\nContent-Length: five\r\n\r\n", 400),
    "two lengths": (f"{SENT}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na=", 400),
    "a length and chunks": (f"{CHUNKED}\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 422),
    "chunks": (f"{CHUNKED}\r\n\r\n5\r\nemail\r\n2\r\n=a\r\n0\r\n\r\n", 422),
    "a chunk of no number": (f"{CHUNKED}\r\n\r\nzz\r\nemail\r\n0\r\n\r\n", 400),
    "a path out of the tree": ("GET /f/../../etc/passwd HTTP/1.1\r\nHost: a.b\r\n\r\n", 404),
    "an absolute address": ("GET http://b.c/f/contact HTTP/1.1\r\nHost: a.b\r\n\r\n", 200),
    "nonsense": ("\x00\xff\x16\x03\x01\r\n\r\n", 400),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    with started(folder, environment(folder), "serve", "--no-courier", "--port", "0") as running:
        yield running


def answer_to(server: Running, request: str) -> str:
    """Send a request of any bytes, and return its answer."""
    at = urlsplit(server.url)
    with socket.create_connection((at.hostname, at.port), timeout=PATIENCE_SECONDS) as line:
        # Who says too much is answered, and not listened to until the end.
        with suppress(OSError):
            line.sendall(request.encode("latin-1"))
        answer = HTTPResponse(line)
        answer.begin()
        head = f"HTTP/{answer.version / 10} {answer.status} {answer.reason}\r\n{answer.headers}"
        return head + answer.read().decode()


@pytest.mark.parametrize(("request_", "status"), ODD.values(), ids=ODD.keys())
def test_an_odd_request_is_answered_and_the_server_goes_on(
    server: Running, request_: str, status: int
) -> None:
    answer = answer_to(server, request_)

    assert re.match(r"HTTP/1\.[01] (\d{3}) ", answer), answer[:200]
    assert int(answer.split()[1]) == status
    assert "<script" not in answer
    assert "\nserver: \n" in answer.lower() or "\nserver:" not in answer.lower()
    assert not SOFTWARE.search(answer)
    assert answer_to(server, "GET /healthz HTTP/1.0\r\nHost: a.b\r\n\r\n").endswith("\n\nok\n")


def test_the_process_does_not_show_its_secrets(server: Running) -> None:
    title = Path(f"/proc/{server.process.pid}/cmdline").read_text()

    assert "serve" in title
    assert SECRET_KEY not in title
    assert SECRET_KEY not in server.errors.read_text()
