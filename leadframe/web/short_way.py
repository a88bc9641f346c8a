"""The short way of a form that came without a fault: past Flask, which has all others."""

from __future__ import annotations

import time
from collections.abc import Iterable
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
from leadframe.web.asking import Asking, is_short, look_of, manner_of, place_of
from leadframe.web.forms import lead_on, open_visit
from leadframe.web.intake import MET, Met, take_in
from leadframe.web.origins import Origins
from leadframe.web.parts import parts_of
from leadframe.web.rendering import Headers, Manner, Place
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
KEPT_HEADERS = 1024
NOWHERE = "http://nowhere.invalid"


class _Sent(NamedTuple):
    """A form that is sent: which, from where, and from a page of which manner."""

    definition: FormDefinition
    place: Place
    manner: Manner


class ShortWay:
    """Takes in what is sent without a fault, and leads the visitor on as Flask would.

    It leaves everything else to Flask.

    Args:
        app: the application, as it answers by itself.
        origins: tell by what origin a request names us.
    """

    def __init__(self, app: Flask, origins: Origins) -> None:
        self._flask = app
        self._app: WSGIApplication = app.wsgi_app
        self._origins = origins
        self._headers = lru_cache(maxsize=KEPT_HEADERS)(self._headers_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        began_at = time.perf_counter()
        sent = self._find(environ) if environ["REQUEST_METHOD"] == "POST" else None
        receipt = self._receipt(sent, environ) if sent else None
        if not sent or not receipt:
            return self._app(environ, start_response)
        definition, place, manner = sent
        headers = self._headers(manner.origin, place, definition.version)
        start_response(SEE_OTHER, [*headers, ("Location", _address(place, manner, receipt))])
        log_answer(method="POST", route=place.route, slug=place.slug, status=303, began_at=began_at)
        return []

    def _find(self, environ: WSGIEnvironment) -> _Sent | None:
        """Return which form is sent, if it is one that there is, and sent as browsers do."""
        place = place_of(environ.get("PATH_INFO", ""))
        if not place or environ.get("SCRIPT_NAME") or not self._is_plain(environ):
            return None
        look = look_of(environ.get("QUERY_STRING", "").removesuffix(SENT).removesuffix("&"))
        origin = look and self._origins.of(environ)
        if not look or not origin:
            return None
        try:
            definition = parts_of(self._flask).catalog.get(place.slug)
        except UnknownFormError:
            return None
        asking = Asking(look, origin, environ.get("HTTP_ACCEPT_LANGUAGE", ""), encoding="")
        return _Sent(definition, place, manner_of(asking, definition.languages))

    def _is_plain(self, environ: WSGIEnvironment) -> bool:
        size = environ.get("CONTENT_LENGTH", "")
        return (
            environ.get("CONTENT_TYPE") == FORM_TYPE
            and size.isdecimal()
            and int(size) <= self._flask.config["MAX_CONTENT_LENGTH"]
            and is_short(environ)
        )

    def _receipt(self, sent: _Sent, environ: WSGIEnvironment) -> str | None:
        """Take in the lead, or say in the environment how far it came."""
        parts = parts_of(self._flask)
        try:
            form = self._complete_form(sent, environ)
            if not form:
                return None
            sender = Sender.of(environ, parts.limits)
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

    def _complete_form(self, sent: _Sent, environ: WSGIEnvironment) -> LeadForm | None:
        """Return the form if nothing more is to be asked; the body can be read once more."""
        values = _read(environ)
        if sum(map(len, values.listvalues())) > self._flask.config["MAX_FORM_PARTS"]:
            return None
        of_its_own = form_class(sent.definition, sent.manner.language)
        # What is said of faults, by a form that has some, is said again by Flask.
        with self._flask.app_context():
            form = of_its_own.for_visit(parts_of(self._flask).tokens, formdata=values)
            return None if turn(form, wanted=wanted_page(values)) else form

    def _headers_of(self, origin: str, place: Place, _version: str) -> Headers:
        """Return what Flask says to whoever sent a form of a version, but for where to go on."""
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


def _address(place: Place, manner: Manner, receipt: str) -> str:
    return manner.origin + outcome_path(place, receipt, manner.asked)
