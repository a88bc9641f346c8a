"""The WSGI layer before Flask: it answers with kept pages, and leaves everything else to Flask."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.test import run_wsgi_app

from leadframe.channels import LOOK_SECONDS, FormDefinition
from leadframe.errors import UnknownFormError
from leadframe.serving import Answer, Asked
from leadframe.web.asking import (
    REMEMBERED,
    Asking,
    Facts,
    Said,
    environ_by,
    facts_of,
    is_memorable,
    is_short,
    look_of,
    manner_of,
    place_of,
    takes_gzip,
)
from leadframe.web.finds import Finds
from leadframe.web.origins import Origins
from leadframe.web.parts import parts_of
from leadframe.web.rendering import Place, Wanted, render
from leadframe.web.requests_log import log_answer
from leadframe.web.shelf import KeptPage, Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OK = 200
ANSWERED = {"GET", "HEAD"}


class Front:
    """Answers who opens a form: the page is rendered once, and its token is anew for each visitor.

    It answers what Flask would have answered, or else hands the request on.

    Args:
        app: the application, as it answers by itself.
        origins: tell by what origin a request names us.
        most_bytes: how much memory the kept pages may take.
        believing: sets before an application what it is to believe of proxies.
        clock: the catalog's, and that of what tells which forms are closed.
    """

    def __init__(
        self,
        app: Flask,
        origins: Origins,
        *,
        most_bytes: int,
        believing: Callable[[WSGIApplication], WSGIApplication],
        clock: Callable[[], float],
    ) -> None:
        self._flask = app
        self._origins = origins
        self._app = app.wsgi_app
        self._believing = believing
        self._clock = clock
        self._shelf = Shelf(most_bytes)
        # Of forms that are not among these alone.
        self._finds = Finds()
        self._closed: Container[str] = frozenset()
        self._knows_closed_until = float("-inf")
        self._understood = lru_cache(maxsize=REMEMBERED)(self._understand)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        began_at = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        place = place_of(environ.get("PATH_INFO", "")) if method in ANSWERED else None
        asking = self._read(environ) if place else None
        page = self._find(place, asking, waits=True) if place and asking else None
        answer = _answer(method, page, began_at) if page else None
        if not answer:
            return self._app(environ, start_response)
        _status, headers, body = answer
        start_response("200 OK", headers.copy())
        return [body]

    def at_hand(self, asked: Asked) -> Answer | None:
        """Answer a request if its page is kept and known to be good.

        It waits for nothing: it reads no file, asks no database and renders no page. What is
        found is remembered by what is asked.
        """
        began_at = time.perf_counter()
        if asked.method not in ANSWERED:
            return None
        now = self._clock()
        if now >= self._knows_closed_until and not self._learn_closed(now):
            return None
        facts = facts_of(asked)
        page = self._finds.get(facts)
        if not page or (now >= page.good_until and not self._is_good(page, now)):
            page = self._find_at_hand(facts)
        return _answer(asked.method, page, began_at) if page else None

    def _learn_closed(self, now: float) -> bool:
        """Note which forms are closed, if that is known; if they are others, forget all finds."""
        known_until, closed = parts_of(self._flask).closings.answer
        if closed != self._closed:
            self._closed, self._finds = closed, Finds()
        self._knows_closed_until = known_until
        return now < known_until

    def _is_good(self, page: KeptPage, now: float) -> bool:
        """Look whether a page's form is still as its file says, and note how long that is so."""
        is_good = parts_of(self._flask).catalog.look_at_hand(page.slug) is page.definition
        if is_good:
            page.good_until = now + LOOK_SECONDS
        return is_good

    def _find_at_hand(self, facts: Facts) -> KeptPage | None:
        """Return the page that is asked for, and remember it."""
        path, said = facts
        place = place_of(path) if is_memorable(said) else None
        asking = self._understood(said) if place else None
        page = self._find(place, asking, waits=False) if place and asking else None
        if page:
            self._finds.put(facts, page)
        return page

    def _understand(self, said: Said) -> Asking | None:
        """Return what a request asks for by all that it says, as `__call__` would be told it."""
        understood: list[Asking | None] = []

        def read(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            understood.append(self._read(environ))
            start_response("204 No Content", [])
            return []

        run_wsgi_app(self._believing(read), environ_by(said))
        return understood[0]

    def _read(self, environ: WSGIEnvironment) -> Asking | None:
        """Return what a request asks for, if that is of a page that can be kept."""
        if environ.get("SCRIPT_NAME") or "HTTP_UPGRADE" in environ:
            return None
        look = look_of(environ.get("QUERY_STRING", "")) if is_short(environ) else None
        origin = look and self._origins.of(environ)
        if not look or not origin:
            return None
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        encoding = "gzip" if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else ""
        return Asking(look, origin, accepted, encoding)

    def _find(self, place: Place, asking: Asking, *, waits: bool) -> KeptPage | None:
        """Return the page that is asked for, if it is one that can be kept."""
        definition = self._open_form(place.slug, waits=waits)
        if not definition:
            return None
        wanted = (place, manner_of(asking, definition.languages))
        page = self._shelf.get(wanted, definition)
        return self._keep(wanted, definition) if not page and waits else page

    def _open_form(self, slug: str, *, waits: bool) -> FormDefinition | None:
        """Return a form, unless it is closed."""
        if not waits:
            return self._open_at_hand(slug)
        parts = parts_of(self._flask)
        try:
            definition = parts.catalog.get(slug)
        except UnknownFormError:
            return None
        return None if parts.closings.is_closed(slug) else definition

    def _open_at_hand(self, slug: str) -> FormDefinition | None:
        """Return a form if it is not noted as closed, and no file is to be read for it.

        Not by what the ledger may have said since: all finds are to be by one answer.
        """
        return None if slug in self._closed else parts_of(self._flask).catalog.get_at_hand(slug)

    def _keep(self, wanted: Wanted, definition: FormDefinition) -> KeptPage | None:
        tokens = parts_of(self._flask).tokens
        rendered = render(self._app, tokens, wanted)
        if not rendered:
            return None
        place, manner = wanted
        page = KeptPage.of(place, definition, rendered, encoding=manner.encoding, tokens=tokens)
        self._shelf.put(wanted, page)
        return page

    @property
    def kept_bytes(self) -> int:
        """How much memory the kept pages take."""
        return self._shelf.kept_bytes


def _answer(method: str, page: KeptPage, began_at: float) -> Answer | None:
    """Return a page with a token of its own, unless the token does not fit."""
    body = page.for_visitor()
    if not body:
        return None
    log_answer(method=method, route=page.route, slug=page.slug, status=OK, began_at=began_at)
    return OK, page.headers, body if method == "GET" else b""
