"""The origin by which a request names us, found without Flask and as Flask finds it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.exceptions import HTTPException

from leadframe.web.headers import origin_of
from leadframe.web.parts import parts_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

KEPT_HOSTS = 64


class Origins:
    """Tells origins, and remembers those of late.

    Args:
        app: the application.
    """

    def __init__(self, app: Flask) -> None:
        self._flask = app
        self._find = lru_cache(maxsize=KEPT_HOSTS)(self._ask)

    def of(self, environ: WSGIEnvironment) -> str:
        """Return the origin that Flask finds by what a request says, "" where it refuses it."""
        return self._find(
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST"),
            environ["SERVER_NAME"],
            environ["SERVER_PORT"],
        )

    def _ask(self, scheme: str, host: str | None, name: str, port: str) -> str:
        environ = {
            "REQUEST_METHOD": "GET",
            "wsgi.url_scheme": scheme,
            "SERVER_NAME": name,
            "SERVER_PORT": port,
            "PATH_INFO": "/",
        }
        if host is not None:
            environ["HTTP_HOST"] = host
        request = self._flask.request_class(environ)
        try:
            self._flask.create_url_adapter(request)
        except HTTPException:
            return ""
        if scheme not in {"http", "https"}:
            return ""
        return origin_of(request, parts_of(self._flask).settings.public_url)
