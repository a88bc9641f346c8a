"""From granian, which reads and writes for all at once, to the threads of the application."""

from __future__ import annotations

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

# The least of what the application refuses as too large, and all that is kept of such a body.
MOST_BODY_BYTES = 256 * 1024 + 1
Headers = list[tuple[str, str]]
# Where this is not set, granian sets its name.
NAMELESS = ("Server", "")
LAST = ("Connection", "close")
Answer = tuple[int, Headers, bytes]
FAULT: Answer = (500, [], b"")
BELIEVED = ("host", "x-forwarded-")
OF_THE_BODY = ("content-length", "transfer-encoding")
PROTOCOLS = {"1": "HTTP/1.0"}


class Scope(Protocol):
    """What granian tells of a request (RSGI 1.5)."""

    http_version: str
    client: str
    method: str
    path: str
    query_string: str
    headers: Any


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, or as much of it as was kept, and its size in bytes."""

    stream: BytesIO
    size: int


class Bridge:
    """An RSGI application that has a WSGI application answer, in a few threads.

    A thread is taken once the whole request is there, and is free before the answer has gone out:
    whoever is slow to send or to read holds none. What is at hand takes none at all.

    Args:
        app: the application; it has its answer whole when it returns.
        at_hand: answers without waiting for anything, and begins no answer where it cannot; asked
            before `app`, about requests without a body, between all other requests.
        threads: how many requests it handles at once.
        body_seconds: how long a body may take to arrive.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        at_hand: WSGIApplication | None = None,
        threads: int,
        body_seconds: float,
    ) -> None:
        self._app = app
        self._at_hand = at_hand
        self._body_seconds = body_seconds
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._always: Headers = [NAMELESS]

    async def __call__(self, scope: Scope, protocol: Any) -> None:
        """Answer a request."""
        if _is_garbled(scope.headers):
            protocol.response_empty(HTTPStatus.BAD_REQUEST, self._always)
            return
        if not _has_body(scope.headers):
            await self._answer(scope, protocol, Body(BytesIO(), 0))
            return
        body = await self._body(protocol)
        if isinstance(body, HTTPStatus):
            # Without a page: many may break off at once, and a thread's time is for who is there.
            protocol.response_empty(body, self._always)
            return
        await self._answer(scope, protocol, body)

    def say_farewell(self) -> None:
        """From now on every answer is its connection's last."""
        self._always = [NAMELESS, LAST]

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _body(self, protocol: Any) -> Body | HTTPStatus:
        """Read the body; return what is wrong where it breaks off or takes too long."""
        try:
            async with asyncio.timeout(self._body_seconds):
                return await _read(protocol)
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT

    async def _answer(self, scope: Scope, protocol: Any, body: Body) -> None:
        """Answer with what is at hand, or else have a thread answer."""
        at_hand = _ask(self._at_hand, scope, body) if self._at_hand and not body.size else None
        if at_hand:
            self._send(protocol, at_hand)
        else:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._threads, self._work, scope, protocol, body)

    def _work(self, scope: Scope, protocol: Any, body: Body) -> None:
        self._send(protocol, _ask(self._app, scope, body) or FAULT)

    def _send(self, protocol: Any, answer: Answer) -> None:
        status, headers, content = answer
        protocol.response_bytes(status, [*headers, *self._always], content)


def _ask(app: WSGIApplication, scope: Scope, body: Body) -> Answer | None:
    """Return what an application answers, or None if it begins no answer."""
    begun: list[tuple[int, Headers]] = []

    def start_response(line: str, given: Headers, _info: Any = None) -> Any:
        begun.append((int(line[:3]), given))

    try:
        answer = app(_environ(scope, body), start_response)
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
    except Exception as error:  # noqa: BLE001 - or granian answers, and says its name
        log.warning("fault in the server", extra={"error": type(error).__name__})
        return FAULT
    return (*begun[-1], content) if begun else None


async def _read(protocol: Any) -> Body | HTTPStatus:
    """Read to the end, but keep no more than is needed to know that it is too much.

    The last piece that granian gives is empty. So is the one in whose place a body broke off.
    """
    kept = bytearray()
    size = ends = 0
    async for piece in protocol:
        size += len(piece)
        ends += not piece
        kept += piece[: MOST_BODY_BYTES - len(kept)]
    return Body(BytesIO(kept), size) if ends == 1 else HTTPStatus.BAD_REQUEST


def _has_body(headers: Any) -> bool:
    return "content-length" in headers or "transfer-encoding" in headers


def _environ(scope: Scope, body: Body) -> WSGIEnvironment:
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "CONTENT_LENGTH": str(body.size),
        # What stands for the host where a request names none.
        "SERVER_NAME": "server.invalid",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": body.stream,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # Underscores would let X_Forwarded_For pass for X-Forwarded-For.
        if name not in OF_THE_BODY and "_" not in name:
            key = "CONTENT_TYPE" if name == "content-type" else _key_of(name)
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    return environ


@lru_cache(maxsize=256)
def _key_of(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")


def _is_garbled(headers: Any) -> bool:
    """Whether a header that is believed has signs other than ASCII: granian leaves it out."""
    return any(name.startswith(BELIEVED) and not headers[name] for name in headers)
