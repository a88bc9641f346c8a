"""What a request asks, as the server reads it, and an answer, as it writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

KEPT_NAMES = 256
OF_THE_BODY = {"content-length", "transfer-encoding"}
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]


class Asked(NamedTuple):
    """A request without a body.

    Attributes:
        method: as it came.
        path: decoded.
        query: as it came.
        headers: all of them, by their names in lower case; each came once and is in ASCII.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


# Answers without waiting for anything, or returns None.
AtHand = Callable[[Asked], Answer | None]
# Takes an answer, or None to have the application answer; at any time, from any thread.
Reply = Callable[[Answer | None], None]


class AtOnce(Protocol):
    """Begins to answer requests that bring a body, without waiting for anything."""

    @property
    def patience_seconds(self) -> float:
        """How long an answer may take to come."""

    def begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        """See to it that a request is replied to once, or leave it to the application."""

    def give_up(self, environ: WSGIEnvironment) -> None:
        """Take note that no reply came in time, before the application is asked instead."""


def environ_of(
    *, method: str, path: str, query: str, headers: Iterable[tuple[str, str]]
) -> WSGIEnvironment:
    """Return what a WSGI application is told of a request besides its body (PEP 3333)."""
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        # What stands for the host where a request names none.
        "SERVER_NAME": "server.invalid",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }
    for name, value in headers:
        # Underscores would let X_Forwarded_For pass for X-Forwarded-For.
        if name not in OF_THE_BODY and "_" not in name:
            key = "CONTENT_TYPE" if name == "content-type" else _key_of(name)
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    return environ


@lru_cache(maxsize=KEPT_NAMES)
def _key_of(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")
