"""The short way of a form that came without a fault: past Flask, which has all others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from forms.builder import form_class
from forms.form import LeadForm
from leadframe.channels import FormDefinition
from leadframe.errors import LedgerUnavailableError, OverLimitError, UnknownFormError
from leadframe.web.asking import Look, Place, is_short, look_of, place_of, spoken
from leadframe.web.forms import lead_on, open_visit
from leadframe.web.intake import MET, Met, take_in
from leadframe.web.parts import parts_of
from leadframe.web.rendering import Headers
from leadframe.web.requests_log import UNLOGGED, log_answer
from leadframe.web.senders import Sender
from leadframe.web.turns import turn, wanted_page
from leadframe.web.visits import outcome_path

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FORM_TYPE = "application/x-www-form-urlencoded"
# What a form's address says besides when the form is sent.
SENT = "sent=1"
SEE_OTHER = "303 SEE OTHER"
ROUTES = {False: "/f/<slug>", True: "/f/<slug>/embed"}
KEPT_HEADERS = 1024
NOWHERE = "http://nowhere.invalid"


class _Asked(NamedTuple):
    """A form that is sent, as the request has it."""

    origin: str
    place: Place
    look: Look
    definition: FormDefinition


class ShortWay:
    """Takes in what is sent without a fault, and leads the visitor on as Flask would.

    Args:
        app: the application.
        origin_of: returns the origin that a request names us by, "" where it is refused.
    """

    def __init__(self, app: Flask, origin_of: Callable[[WSGIEnvironment], str]) -> None:
        self._flask = app
        self._app: WSGIApplication = app.wsgi_app
        self._origin_of = origin_of
        self._headers = lru_cache(maxsize=KEPT_HEADERS)(self._headers_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a POST (PEP 3333)."""
        began_at = time.perf_counter()
        asked = self._asked(environ)
        receipt = self._receipt(asked, environ) if asked else None
        if not asked or not receipt:
            return self._app(environ, start_response)
        headers = self._headers(asked.origin, asked.place, asked.definition.version)
        start_response(SEE_OTHER, [*headers, ("Location", _address(asked, receipt))])
        slug, embedded = asked.place
        log_answer(method="POST", route=ROUTES[embedded], slug=slug, status=303, began_at=began_at)
        return []

    def _asked(self, environ: WSGIEnvironment) -> _Asked | None:
        """Return which form is sent, if it is one that there is, and sent as browsers do."""
        place = place_of(environ.get("PATH_INFO", ""))
        if not place or environ.get("SCRIPT_NAME") or not self._is_plain(environ):
            return None
        look = look_of(environ.get("QUERY_STRING", "").removesuffix(SENT).removesuffix("&"))
        origin = look and self._origin_of(environ)
        if not look or not origin:
            return None
        try:
            definition = parts_of(self._flask).catalog.get(place.slug)
        except UnknownFormError:
            return None
        return _Asked(origin, place, look, definition)

    def _is_plain(self, environ: WSGIEnvironment) -> bool:
        size = environ.get("CONTENT_LENGTH", "")
        return (
            environ.get("CONTENT_TYPE") == FORM_TYPE
            and size.isdecimal()
            and int(size) <= self._flask.config["MAX_CONTENT_LENGTH"]
            and is_short(environ)
        )

    def _receipt(self, asked: _Asked, environ: WSGIEnvironment) -> str | None:
        """Take in the lead, or say in the environment how far it came."""
        parts = parts_of(self._flask)
        form = self._complete_form(asked, environ)
        if not form:
            return None
        sender = Sender.of(environ, parts.limits)
        try:
            parts.limits.admit_request(sender.source)
            receipt = take_in(form, sender, parts)
        except (OverLimitError, LedgerUnavailableError) as refusal:
            environ[MET] = Met(refusal)
            return None
        except Exception:  # noqa: BLE001 - Flask meets it as well, and has a page for it
            receipt = None
        if not receipt:
            environ[MET] = Met(None)
        return receipt

    def _complete_form(self, asked: _Asked, environ: WSGIEnvironment) -> LeadForm | None:
        """Return the form if nothing more is to be asked; the body can be read once more."""
        sent = _read(environ)
        if sum(map(len, sent.listvalues())) > self._flask.config["MAX_FORM_PARTS"]:
            return None
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        language = spoken(asked.definition.languages, asked.look.lang, accepted).language
        of_this_form = form_class(asked.definition, language)
        # What is said of faults, by a form that has some, is said again by Flask.
        with self._flask.app_context():
            form = of_this_form.for_visit(parts_of(self._flask).tokens, formdata=sent)
            return None if turn(form, wanted=wanted_page(sent)) else form

    def _headers_of(self, origin: str, place: Place, _version: str) -> Headers:
        """Return what Flask says to whoever sent a form, but for where to go on."""
        unlogged = {UNLOGGED: True}
        with self._flask.test_request_context(
            base_url=origin, method="POST", environ_overrides=unlogged
        ):
            self._flask.preprocess_request()
            open_visit(place.slug, embedded=place.embedded)
            response = self._flask.process_response(lead_on(NOWHERE))
            said = response.get_wsgi_headers(request.environ)
        return [(name, value) for name, value in said if name != "Location"]


def _read(environ: WSGIEnvironment) -> MultiDict[str, str]:
    size = int(environ["CONTENT_LENGTH"])
    body = environ["wsgi.input"].read(size)
    environ["wsgi.input"] = BytesIO(body)
    _, sent, _ = FormDataParser().parse(BytesIO(body), FORM_TYPE, size)
    return sent


def _address(asked: _Asked, receipt: str) -> str:
    (slug, embedded), (lang, theme) = asked.place, asked.look
    _, lang = spoken(asked.definition.languages, lang, "")
    lasting = {name: value for name, value in (("lang", lang), ("theme", theme)) if value}
    return asked.origin + outcome_path(slug, receipt, lasting, embedded=embedded)
