"""From granian, which reads and writes for all at once, to the threads of the application."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from leadframe.serving.asked import (
    OF_THE_BODY,
    Answer,
    Asked,
    AtHand,
    AtOnce,
    Headers,
    environ_of,
)
from leadframe.serving.bodies import MOST_BODY_BYTES, NO_BODY, Body, Reading
from leadframe.serving.deadlines import Deadlines

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

# A larger one takes longer to read than others should wait for.
MOST_BYTES_AT_ONCE = 16 * 1024
# Where this is not set, granian sets its name.
NAMELESS = ("Server", "")
LAST = ("Connection", "close")
# An application may believe these; of a proxy it believes no others (Werkzeug's ProxyFix).
BELIEVED = frozenset(
    {"host", *(f"x-forwarded-{what}" for what in ("for", "proto", "host", "port", "prefix"))}
)
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


class Bridge:
    """Has a WSGI application answer what granian takes from its connections, in a few threads.

    A thread is taken once the whole request is there, and is free before the answer has gone out:
    whoever is slow to send or to read holds none. What is at hand, or can be seen to at once,
    takes none at all: that is done in granian's own thread, between all other requests.

    Args:
        app: the application; it has its answer whole when it returns.
        at_hand: asked before `app`, about requests without a body.
        at_once: asked before `app`, about requests with a small one.
        threads: how many requests it handles at once.
        body_seconds: how long a body may take to arrive.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        at_hand: AtHand | None = None,
        at_once: AtOnce | None = None,
        threads: int,
        body_seconds: float,
    ) -> None:
        self._app = app
        self._at_hand = at_hand or _nothing
        self._at_once = at_once
        self._body_seconds = body_seconds
        self._deadlines = Deadlines()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._always: Headers = [NAMELESS]

    def take(self, request: Taken) -> None:
        """Answer a request, or see to it that it is answered; in granian's thread."""
        scope, protocol = request.scope, request.proto
        try:
            asked = _plainly_asked(scope)
            if asked and (answer := self._at_hand(asked)):
                self._send(protocol, answer)
            else:
                self._receive(scope, protocol)
        except Exception as error:  # noqa: BLE001 - granian's thread cannot bear any
            self._send(protocol, _fault(error))

    def look(self) -> None:
        """Look whether something that was to come is late; to be asked now and then."""
        self._deadlines.look()

    def say_farewell(self) -> None:
        """From now on every answer is its connection's last."""
        self._always = [NAMELESS, LAST]

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _receive(self, scope: Scope, protocol: Any) -> None:
        headers = scope.headers
        if _is_garbled(headers, headers.keys()):
            self._refuse(protocol, HTTPStatus.BAD_REQUEST)
        elif not _has_body(headers):
            self._hand_on(_environ(scope, NO_BODY), protocol)
        else:
            told = partial(self._arrived, scope, protocol)
            seconds = self._body_seconds
            reading = Reading(protocol, told, deadlines=self._deadlines, seconds=seconds)
            if _is_told_small(headers):
                reading.begin()
            else:
                reading.begin_in_pieces()

    def _arrived(self, scope: Scope, protocol: Any, body: Body | HTTPStatus) -> None:
        """Answer a request whose body has come, unless something is wrong with that."""
        if not isinstance(body, Body):
            # Without a page: many may break off at once, and a thread's time is for who is there.
            self._refuse(protocol, body)
            return
        try:
            environ = _environ(scope, body)
            if body.size > MOST_BYTES_AT_ONCE or not self._begin_at_once(environ, protocol):
                self._hand_on(environ, protocol)
        except Exception as error:  # noqa: BLE001 - granian's thread cannot bear any
            self._send(protocol, _fault(error))

    def _begin_at_once(self, environ: WSGIEnvironment, protocol: Any) -> bool:
        """See to it that a request is answered later, if that can be begun without waiting."""
        at_once = self._at_once
        if not at_once:
            return False

        def give_up() -> None:
            at_once.give_up(environ)
            self._hand_on(environ, protocol)

        def reply(answer: Answer | None) -> None:
            if not self._deadlines.meet(deadline):
                return
            if answer:
                self._send(protocol, answer)
            else:
                self._hand_on(environ, protocol)

        deadline = self._deadlines.set(at_once.patience_seconds, give_up)
        try:
            has_begun = at_once.begin(environ, reply)
        except Exception as error:  # noqa: BLE001 - the application meets it as well
            _log_fault(error)
            has_begun = False
        # Only one of them may answer, whatever was begun.
        return has_begun or not self._deadlines.meet(deadline)

    def _hand_on(self, environ: WSGIEnvironment, protocol: Any) -> None:
        """Have a thread answer."""
        self._threads.submit(self._work, environ, protocol)

    def _refuse(self, protocol: Any, status: HTTPStatus) -> None:
        protocol.response_empty(status, self._always)

    def _work(self, environ: WSGIEnvironment, protocol: Any) -> None:
        self._send(protocol, _ask(self._app, environ))

    def _send(self, protocol: Any, answer: Answer) -> None:
        status, headers, content = answer
        protocol.response_bytes(status, headers + self._always, content)


def _nothing(_asked: Asked) -> None:
    """Have nothing at hand."""


def _plainly_asked(scope: Scope) -> Asked | None:
    """Return what is asked, unless there is a body or anything odd about the headers."""
    headers = scope.headers
    items = headers.items()
    said = dict(items)
    # Of two by one name the latter is said; one that is garbled is left out.
    is_plain = len(said) == len(items) == len(headers) and OF_THE_BODY.isdisjoint(said)
    if not is_plain or _is_garbled(headers, said):
        return None
    return Asked(scope.method, scope.path, scope.query_string, said)


def _ask(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Return what an application answers."""
    begun: list[tuple[int, Headers]] = []

    def start_response(line: str, given: Headers, _info: Any = None) -> Any:
        begun.append((int(line[:3]), given))

    try:
        answer = app(environ, start_response)
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return (*begun[-1], content)
    except Exception as error:  # noqa: BLE001 - or granian answers, and says its name
        return _fault(error)


def _fault(error: Exception) -> Answer:
    _log_fault(error)
    return 500, [], b""


def _log_fault(error: Exception) -> None:
    log.warning("fault in the server", extra={"error": type(error).__name__})


def _is_told_small(headers: Any) -> bool:
    """Whether a body is told to be no more than may be kept; granian holds it to that."""
    told = headers.get("content-length") or ""
    return told.isascii() and told.isdecimal() and int(told) < MOST_BODY_BYTES


def _has_body(headers: Any) -> bool:
    return any(name in headers for name in OF_THE_BODY)


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


def _is_garbled(headers: Any, names: Iterable[str]) -> bool:
    """Whether a header that is believed has signs other than ASCII: granian leaves it out."""
    return not all(map(headers.__getitem__, BELIEVED.intersection(names)))
