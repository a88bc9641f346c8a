"""One HTTP request over one new connection, through a send gate and under a deadline."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Request, RequestException, Response
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from leadframe.delivery.flight import Flight
from leadframe.errors import UnreachableLeadAPIError

PIECE_BYTES = 8192
BACKSTOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; `headers` can be looked up in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """How long to wait: for the connection, and for everything together."""

    connect_seconds: float
    deadline_seconds: float


class _GatedConnection(HTTPConnection):
    """A connection that asks its flight before the first byte of the request."""

    def __init__(self, *args: Any, flight: Flight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._flight = flight

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self._flight.board(line)
        return line

    def connect(self) -> None:
        super().connect()
        self._flight.depart()


class _GatedTLSConnection(_GatedConnection, HTTPSConnection):
    """The same after a TLS handshake."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _GatedConnection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _GatedTLSConnection


class _OneFlightAdapter(HTTPAdapter):
    """Sends one request over a connection of its own.

    It is used without a session: so there are no redirects, cookies, netrc, proxies or settings
    from the environment, and no kept connection that may turn out dead after a byte was sent.
    """

    def __init__(self, flight: Flight, *, tls: ssl.SSLContext) -> None:
        super().__init__()
        self._flight = flight
        self._tls = tls
        self._pools: list[HTTPConnectionPool] = []

    def get_connection_with_tls_context(
        self, request: PreparedRequest, *_: Any, **__: Any
    ) -> HTTPConnectionPool:
        """Return a new pool for one gated connection."""
        address = urlsplit(str(request.url))
        host = str(address.hostname)
        pool: HTTPConnectionPool
        if address.scheme == "https":
            pool = _TLSPool(host, address.port, ssl_context=self._tls, flight=self._flight)
        else:
            pool = _Pool(host, address.port, flight=self._flight)
        self._pools.append(pool)
        return pool

    def cert_verify(self, *_: Any, **__: Any) -> None:
        """Leave it to the TLS context, which verifies; reading the CAs each time takes 14 ms."""

    def close(self) -> None:
        """Close the connection."""
        super().close()
        for pool in self._pools:
            pool.close()


def exchange(
    request: Request,
    flight: Flight,
    *,
    tls: ssl.SSLContext | None,
    limits: TimeLimits,
    limit_bytes: int,
) -> Reply:
    """Send a request and return the answer, its body cut off after about `limit_bytes`.

    Without `tls` the server is verified against the public certificate authorities.

    Raises:
        MissedGateError: nothing was sent, for it was too late.
        UnreachableLeadAPIError: there is no whole answer; `flight.departed` says whether
            anything may have been sent. The message is safe to show.
    """
    # The watchdog ends the flight; were the socket's own limit as short, it might come first.
    timeouts = (limits.connect_seconds, limits.deadline_seconds + BACKSTOP_SECONDS)
    try:
        adapter = _OneFlightAdapter(flight, tls=tls or _public_tls())
        with closing(adapter), flight.within(limits.deadline_seconds):
            response = adapter.send(request.prepare(), stream=True, timeout=timeouts)
            with closing(response):
                body = _read(response, limit_bytes)
                return Reply(status=response.status_code, headers=response.headers, body=body)
    # A UnicodeError comes of a key that no header can hold.
    except (RequestException, HTTPError, OSError, UnicodeError) as error:
        raise UnreachableLeadAPIError(_explain(flight, error)) from error


@cache
def _public_tls() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)


def _read(response: Response, limit_bytes: int) -> bytes:
    body = bytearray()
    for piece in response.iter_content(PIECE_BYTES):
        body += piece
        if len(body) >= limit_bytes:
            break
    return bytes(body)


def _explain(flight: Flight, error: Exception) -> str:
    """Say what happened; the error's own text may hold the address or a value."""
    kind = type(error).__name__
    if flight.timed_out:
        return f"no answer in time ({kind})"
    if flight.departed:
        return f"the connection broke off ({kind})"
    return f"no connection ({kind})"
