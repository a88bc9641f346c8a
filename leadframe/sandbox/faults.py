"""How each mode answers: plain answers from a table, the others by what they do to the socket."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from typing import NoReturn

from flask import Response, jsonify

from leadframe.sandbox.latch import Latch
from leadframe.sandbox.modes import Mode

HTML_ERROR = "<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>"
HTML_PAGE = "<!doctype html><title>Welcome</title><h1>Welcome</h1>"
DRIP_SECONDS = 0.02
# Closing a socket that lingers for no time sends a reset in place of a proper end.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

ERRORS = {
    Mode.ERROR_400: (400, "channel_id required"),
    Mode.ERROR_401: (401, "Invalid API key"),
    Mode.ERROR_403: (403, "Public API not enabled for this channel"),
    Mode.ERROR_404: (404, "Channel not found"),
    Mode.ERROR_429: (429, "Too many requests"),
    Mode.ERROR_500: (500, "Internal server error"),
    Mode.RETRY_AFTER_503: (503, "Service unavailable"),
}
PAGES = {
    Mode.ACCEPT_THEN_502: (502, HTML_ERROR, "text/html"),
    Mode.HTML_502: (502, HTML_ERROR, "text/html"),
    Mode.HTML_200: (200, HTML_PAGE, "text/html"),
    Mode.LEAD_LESS_200: (200, "{}", "application/json"),
    Mode.GARBAGE_JSON_200: (200, '{"lead": {"id": ', "application/json"),
    Mode.REDIRECT: (302, "", "text/html"),
}


def misbehave(mode: Mode, *, client: socket.socket, latch: Latch, retry_after: str) -> Response:
    """Answer as the mode says, or raise ConnectionError to have the connection dropped.

    Args:
        mode: any mode but `ok` and `refuse`.
        client: the connection's socket.
        latch: ends the answers that would never end.
        retry_after: the header of `503-retry-after`.
    """
    if mode in ERRORS:
        return _error(mode, retry_after)
    if mode in PAGES:
        status, text, content_type = PAGES[mode]
        headers = {"Location": "/"} if mode is Mode.REDIRECT else {}
        return Response(text, status, headers, content_type=content_type)
    if mode is Mode.SLOW_DRIP:
        return Response(_drip(client, latch), content_type="application/json")
    return DROPPING[mode](client, latch)


def _error(mode: Mode, retry_after: str) -> Response:
    status, text = ERRORS[mode]
    response = jsonify(error=text)
    response.status_code = status
    if mode is Mode.RETRY_AFTER_503:
        response.headers["Retry-After"] = retry_after
    return response


def _drip(client: socket.socket, latch: Latch) -> Iterator[bytes]:
    """Trickle white space, with which a JSON text may begin."""
    while not latch.wait(client, DRIP_SECONDS):
        yield b" "
    raise ConnectionAbortedError


def _reset(client: socket.socket, _latch: Latch) -> NoReturn:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    raise ConnectionAbortedError


def _drip_headers(client: socket.socket, latch: Latch) -> NoReturn:
    client.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not latch.wait(client, DRIP_SECONDS):
        client.sendall(b".")
    # A proper end here would pass for the end of the headers.
    _reset(client, latch)


def _hang(client: socket.socket, latch: Latch) -> NoReturn:
    latch.wait(client)
    raise ConnectionAbortedError


DROPPING: dict[Mode, Callable[[socket.socket, Latch], NoReturn]] = {
    Mode.ACCEPT_LATE: _hang,
    Mode.ACCEPT_THEN_HANG: _hang,
    Mode.ACCEPT_THEN_RESET: _reset,
    Mode.HANG: _hang,
    Mode.RESET: _reset,
    Mode.SLOW_HEADERS: _drip_headers,
}
