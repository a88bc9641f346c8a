"""The short way of a form that came without a fault: past Flask, which has all others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cachetools import LRUCache
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

T = TypeVar("T")

FORM_TYPE = "application/x-www-form-urlencoded"
# What a form's address says besides when the form is sent.
SENT = "sent=1"
SEE_OTHER = "303 SEE OTHER"
KEPT_HEADERS = 1024
NOWHERE = "http://nowhere.invalid"


class _Kind(NamedTuple):
    """To what address, in what version and in what language a form is sent."""

    place: Place
    version: str
    origin: str
    language: str


class Sent(NamedTuple):
    """A form that is sent: which, from where, and from a page of which manner."""

    definition: FormDefinition
    place: Place
    manner: Manner

    @property
    def kind(self) -> _Kind:
        """What all have in common to whom Flask says the same."""
        version, language = self.definition.version, self.manner.language
        return _Kind(self.place, version, self.manner.origin, language)


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
        self._headers: LRUCache[_Kind, Headers] = LRUCache(KEPT_HEADERS)
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        began_at = time.perf_counter()
        sent = self.find(environ, waits=True) if MET not in environ else None
        take = partial(take_in, parts=parts_of(self._flask))
        receipt = self.take(sent, environ, take) if sent else None
        if not sent or not receipt:
            return self._app(environ, start_response)
        start_response(SEE_OTHER, self.lead_on(sent, receipt))
        log_taken(sent, began_at)
        return []

    def knows(self, sent: Sent) -> bool:
        """Whether one of its kind was taken in, and so all is made and loaded that is needed."""
        with self._lock:
            return sent.kind in self._headers

    def find(self, environ: WSGIEnvironment, *, waits: bool) -> Sent | None:
        """Return which form is sent, if it is one that there is, and sent as browsers do.

        Args:
            environ: of the request.
            waits: whether files may be read for it.
        """
        if environ["REQUEST_METHOD"] != "POST":
            return None
        place = place_of(environ.get("PATH_INFO", ""))
        if not place or environ.get("SCRIPT_NAME") or not self._is_plain(environ):
            return None
        look = look_of(environ.get("QUERY_STRING", "").removesuffix(SENT).removesuffix("&"))
        origin = look and self._origins.of(environ)
        if not look or not origin:
            return None
        definition = self._definition(place.slug, waits=waits)
        if not definition:
            return None
        asking = Asking(look, origin, environ.get("HTTP_ACCEPT_LANGUAGE", ""), encoding="")
        return Sent(definition, place, manner_of(asking, definition.languages))

    def _is_plain(self, environ: WSGIEnvironment) -> bool:
        size = environ.get("CONTENT_LENGTH", "")
        return (
            environ.get("CONTENT_TYPE") == FORM_TYPE
            and size.isdecimal()
            and int(size) <= self._flask.config["MAX_CONTENT_LENGTH"]
            and is_short(environ)
        )

    def _definition(self, slug: str, *, waits: bool) -> FormDefinition | None:
        catalog = parts_of(self._flask).catalog
        if not waits:
            return catalog.get_at_hand(slug)
        try:
            return catalog.get(slug)
        except UnknownFormError:
            return None

    def take(
        self,
        sent: Sent,
        environ: WSGIEnvironment,
        take: Callable[[LeadForm, Sender], T | None],
    ) -> T | None:
        """Take a complete form in, or say in the environment how far it came.

        Args:
            sent: which form it is.
            environ: of the request; its body can be read once more.
            take: takes a form in whose request has been counted, or returns nothing.
        """
        limits = parts_of(self._flask).limits
        environ[MET] = None
        try:
            form = self._complete_form(sent, environ)
            if not form:
                return None
            sender = Sender.of(environ, limits)
            limits.admit_request(sender.source)
            taken = take(form, sender)
        except (OverLimitError, LedgerUnavailableError) as refusal:
            environ[MET] = Met(refusal)
            return None
        except Exception:  # noqa: BLE001 - Flask meets it as well, and has a page for it
            taken = None
        if not taken:
            environ[MET] = Met(None)
        return taken

    def _complete_form(self, sent: Sent, environ: WSGIEnvironment) -> LeadForm | None:
        """Return the form if nothing more is to be asked; the body can be read once more."""
        values = _read(environ)
        if sum(map(len, values.listvalues())) > self._flask.config["MAX_FORM_PARTS"]:
            return None
        of_its_own = form_class(sent.definition, sent.manner.language)
        # What is said of faults, by a form that has some, is said again by Flask.
        with self._flask.app_context():
            form = of_its_own.for_visit(parts_of(self._flask).tokens, formdata=values)
            return None if turn(form, wanted=wanted_page(values)) else form

    def lead_on(self, sent: Sent, receipt: str) -> Headers:
        """Return the headers of the answer to a form that was taken in."""
        with self._lock:
            headers = self._headers.get(sent.kind)
        if headers is None:
            headers = self._headers_of(sent.manner.origin, sent.place)
            with self._lock:
                self._headers[sent.kind] = headers
        return [*headers, ("Location", _address(sent.place, sent.manner, receipt))]

    def _headers_of(self, origin: str, place: Place) -> Headers:
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


def log_taken(sent: Sent, began_at: float) -> None:
    """Log the answer to a form that was taken in, as `log_answer` does."""
    place = sent.place
    log_answer(method="POST", route=place.route, slug=place.slug, status=303, began_at=began_at)


def _read(environ: WSGIEnvironment) -> MultiDict[str, str]:
    size = int(environ["CONTENT_LENGTH"])
    body = environ["wsgi.input"].read(size)
    environ["wsgi.input"] = BytesIO(body)
    _, sent, _ = FormDataParser().parse(BytesIO(body), FORM_TYPE, size)
    return sent


def _address(place: Place, manner: Manner, receipt: str) -> str:
    return manner.origin + outcome_path(place, receipt, manner.asked)
