"""The WSGI layer before Flask: it answers with kept pages, and leaves everything else to Flask."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.exceptions import HTTPException

from leadframe.channels import FormDefinition
from leadframe.errors import UnknownFormError
from leadframe.web.asking import is_short, look_of, place_of, spoken, takes_gzip
from leadframe.web.headers import origin_of
from leadframe.web.parts import parts_of
from leadframe.web.rendering import Wanted, render
from leadframe.web.requests_log import log_answer
from leadframe.web.shelf import KeptPage, Shelf
from leadframe.web.short_way import ShortWay

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

KEPT_HOSTS = 64
ROUTES = {False: "/f/<slug>", True: "/f/<slug>/embed"}


class Front:
    """Answers who opens a form: the page is rendered once, and its token is anew for each visitor.

    It answers what Flask would have answered, or else hands the request on.

    Args:
        app: the application, as it answers by itself.
        most_bytes: how much memory the kept pages may take.
    """

    def __init__(self, app: Flask, *, most_bytes: int) -> None:
        self._flask = app
        self._app = app.wsgi_app
        self._shelf = Shelf(most_bytes)
        self._origin = lru_cache(maxsize=KEPT_HOSTS)(self._find_origin)
        self._short_way = ShortWay(app, self._origin_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        if environ["REQUEST_METHOD"] == "POST":
            return self._short_way(environ, start_response)
        answer = self._answer(environ, start_response)
        return self._app(environ, start_response) if answer is None else answer

    def at_hand(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request if its page is kept and known to be good; begin no answer otherwise.

        It waits for nothing: it reads no file, asks no database and renders no page.
        """
        return self._answer(environ, start_response, waits=False) or []

    def _answer(
        self, environ: WSGIEnvironment, start_response: StartResponse, *, waits: bool = True
    ) -> list[bytes] | None:
        began_at = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        found = self._find(environ, waits=waits) if method in {"GET", "HEAD"} else None
        body = self._fill(*found) if found else None
        if not found or not body:
            return None
        wanted, page = found
        start_response("200 OK", page.headers.copy())
        log_answer(
            method=method,
            route=ROUTES[wanted.embedded],
            slug=wanted.slug,
            status=200,
            began_at=began_at,
        )
        return [body] if method == "GET" else []

    def _find(self, environ: WSGIEnvironment, *, waits: bool) -> tuple[Wanted, KeptPage] | None:
        """Return the page that is asked for, if it is one that can be kept."""
        place = place_of(environ.get("PATH_INFO", ""))
        if not place or environ.get("SCRIPT_NAME") or "HTTP_UPGRADE" in environ:
            return None
        look = look_of(environ.get("QUERY_STRING", "")) if is_short(environ) else None
        origin = look and self._origin_of(environ)
        definition = self._open_form(place.slug, waits=waits) if origin else None
        if not look or not origin or not definition:
            return None
        language, lang = spoken(
            definition.languages, look.lang, environ.get("HTTP_ACCEPT_LANGUAGE", "")
        )
        encoding = "gzip" if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else ""
        wanted = Wanted(origin, *place, language, lang, look.theme, encoding)
        page = self._shelf.get(wanted, definition)
        if not page and waits:
            page = self._keep(wanted, definition)
        return (wanted, page) if page else None

    def _open_form(self, slug: str, *, waits: bool) -> FormDefinition | None:
        """Return a form, unless it is closed."""
        parts = parts_of(self._flask)
        if not waits:
            return parts.catalog.get_at_hand(slug) if parts.closings.is_known_open(slug) else None
        try:
            definition = parts.catalog.get(slug)
        except UnknownFormError:
            return None
        return None if parts.closings.is_closed(slug) else definition

    def _keep(self, wanted: Wanted, definition: FormDefinition) -> KeptPage | None:
        rendered = render(self._app, parts_of(self._flask).tokens, wanted)
        if not rendered:
            return None
        page = KeptPage.of(definition, rendered, wanted.encoding)
        self._shelf.put(wanted, page)
        return page

    def _fill(self, wanted: Wanted, page: KeptPage) -> bytes | None:
        """Return the page with a token of its own, or None if that does not fit."""
        shown, tokens = page.token, parts_of(self._flask).tokens
        token = tokens.issue(wanted.slug, shown.version, progress=shown.progress)
        return page.splice.with_token(token.encode()) if len(token) == page.token_length else None

    def _origin_of(self, environ: WSGIEnvironment) -> str:
        return self._origin(
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST"),
            environ["SERVER_NAME"],
            environ["SERVER_PORT"],
        )

    def _find_origin(self, scheme: str, host: str | None, name: str, port: str) -> str:
        """Return the origin that Flask finds by what a request says, "" where it refuses it."""
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

    @property
    def kept_bytes(self) -> int:
        """How much memory the kept pages take."""
        return self._shelf.kept_bytes
