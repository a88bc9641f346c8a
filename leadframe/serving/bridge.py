"""From granian, which reads and writes for all at once, to the threads of the application."""

from __future__ import annotations

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from leadframe.serving.arrivals import Arrivals
from leadframe.serving.asked import Answer, Asked, AtHand, Headers, environ_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

# The least of what the application refuses as too large, and all that is kept of such a body.
MOST_BODY_BYTES = 256 * 1024 + 1
# Where this is not set, granian sets its name.
NAMELESS = ("Server", "")
LAST = ("Connection", "close")
BELIEVED = ("host", "x-forwarded-")
PROTOCOLS = {"1": "HTTP/1.0"}


class Scope(Protocol):
    """What granian tells of a request (RSGI 1.5)."""

    http_version: str
    client: str
    method: str
    path: str
    query_string: str
    headers: Any


class Taken(Protocol):
    """A request as granian has taken it from its connection, and how to answer."""

    scope: Scope
    proto: Any


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, or as much of it as was kept, and its size in bytes."""

    kept: bytes
    size: int


NO_BODY = Body(b"", 0)


class Bridge:
    """Has a WSGI application answer what granian takes from its connections, in a few threads.

    A thread is taken once the whole request is there, and is free before the answer has gone out:
    whoever is slow to send or to read holds none. What is at hand takes none at all.

    Args:
        app: the application; it has its answer whole when it returns.
        at_hand: asked before `app`, about requests without a body, between all other requests.
        threads: how many requests it handles at once.
        body_seconds: how long a body may take to arrive.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        at_hand: AtHand | None = None,
        threads: int,
        body_seconds: float,
    ) -> None:
        self._app = app
        self._at_hand = at_hand
        self._body_seconds = body_seconds
        self._arrivals = Arrivals(body_seconds)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._always: Headers = [NAMELESS]

    def take(self, request: Taken) -> bool:
        """Answer a request, or see to it; say whether its body is to be received in pieces.

        The way into the loop and back would take longer than an answer that is at hand.
        """
        scope, protocol = request.scope, request.proto
        if answer := self._find_at_hand(scope):
            self._send(protocol, answer)
            return False
        headers = scope.headers
        if _is_garbled(headers):
            self._refuse(protocol, HTTPStatus.BAD_REQUEST)
        elif not _has_body(headers):
            self._hand_on(scope, protocol, NO_BODY)
        elif _is_told_small(headers):
            self._arrivals.expect(protocol(), partial(self._arrived, scope, protocol))
        else:
            return True
        return False

    async def receive(self, request: Taken) -> None:
        """Receive the body of a request in pieces, for it may be large."""
        self._hand_on(request.scope, request.proto, await self._body(request.proto))

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """See to it in the loop that bodies arrive in time."""
        self._arrivals.watch(loop)

    def say_farewell(self) -> None:
        """From now on every answer is its connection's last."""
        self._always = [NAMELESS, LAST]

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _arrived(self, scope: Scope, protocol: Any, came: bytes | HTTPStatus) -> None:
        body = Body(came, len(came)) if isinstance(came, bytes) else came
        self._hand_on(scope, protocol, body)

    def _hand_on(self, scope: Scope, protocol: Any, body: Body | HTTPStatus) -> None:
        """Have a thread answer, unless something is wrong with the body."""
        if isinstance(body, Body):
            self._threads.submit(self._work, scope, protocol, body)
        else:
            # Without a page: many may break off at once, and a thread's time is for who is there.
            self._refuse(protocol, body)

    async def _body(self, protocol: Any) -> Body | HTTPStatus:
        """Read the body; return what is wrong where it breaks off or takes too long."""
        try:
            async with asyncio.timeout(self._body_seconds):
                return await _read(protocol)
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        except Exception as error:  # noqa: BLE001 - or nobody would answer
            status, _, _ = _fault(error)
            return HTTPStatus(status)

    def _find_at_hand(self, scope: Scope) -> Answer | None:
        if not self._at_hand:
            return None
        try:
            asked = _plainly_asked(scope)
            return self._at_hand(asked) if asked else None
        except Exception as error:  # noqa: BLE001 - granian's thread cannot bear any
            return _fault(error)

    def _refuse(self, protocol: Any, status: HTTPStatus) -> None:
        protocol.response_empty(status, self._always)

    def _work(self, scope: Scope, protocol: Any, body: Body) -> None:
        self._send(protocol, _ask(self._app, scope, body))

    def _send(self, protocol: Any, answer: Answer) -> None:
        status, headers, content = answer
        protocol.response_bytes(status, headers + self._always, content)


def _plainly_asked(scope: Scope) -> Asked | None:
    """Return what is asked, unless there is a body or anything odd about the headers."""
    headers = scope.headers
    items = headers.items()
    said = dict(items)
    # Of two by one name the latter is said; one that is garbled is left out.
    is_plain = len(said) == len(items) == len(headers) and not _is_garbled(headers)
    if not is_plain or _has_body(said):
        return None
    return Asked(scope.method, scope.path, scope.query_string, said)


def _ask(app: WSGIApplication, scope: Scope, body: Body) -> Answer:
    """Return what an application answers."""
    begun: list[tuple[int, Headers]] = []

    def start_response(line: str, given: Headers, _info: Any = None) -> Any:
        begun.append((int(line[:3]), given))

    try:
        answer = app(_environ(scope, body), start_response)
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return (*begun[-1], content)
    except Exception as error:  # noqa: BLE001 - or granian answers, and says its name
        return _fault(error)


def _fault(error: Exception) -> Answer:
    log.warning("fault in the server", extra={"error": type(error).__name__})
    return 500, [], b""


def _is_told_small(headers: Any) -> bool:
    """Whether a body is told to be no more than may be kept; granian holds it to that."""
    told = headers.get("content-length") or ""
    return told.isascii() and told.isdecimal() and int(told) < MOST_BODY_BYTES


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
    return Body(bytes(kept), size) if ends == 1 else HTTPStatus.BAD_REQUEST


def _has_body(headers: Any) -> bool:
    return "content-length" in headers or "transfer-encoding" in headers


def _environ(scope: Scope, body: Body) -> WSGIEnvironment:
    asked = environ_of(
        method=scope.method,
        path=scope.path,
        query=scope.query_string,
        headers=scope.headers.items(),
    )
    return asked | {
        "CONTENT_LENGTH": str(body.size),
        "SERVER_PROTOCOL": PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(body.kept),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _is_garbled(headers: Any) -> bool:
    """Whether a header that is believed has signs other than ASCII: granian leaves it out."""
    return any(name.startswith(BELIEVED) and not headers[name] for name in headers)
