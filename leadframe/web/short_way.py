"""The short way of a form that came without a fault: past Flask, which has all others."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from forms.builder import form_class
from forms.form import LeadForm
from leadframe.channels import FormDefinition
from leadframe.errors import LedgerUnavailableError, OverLimitError, UnknownFormError
from leadframe.ledger import BUSY_SECONDS, Accepted
from leadframe.serving import Reply
from leadframe.web.asking import Asking, is_short, look_of, manner_of, place_of
from leadframe.web.forms import lead_on, open_visit
from leadframe.web.intake import MET, Met, prepare, send_on, take_in
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


class _Sent(NamedTuple):
    """A form that is sent: which, from where, and from a page of which manner."""

    definition: FormDefinition
    place: Place
    manner: Manner

    @property
    def kind(self) -> _Kind:
        """What all have in common to whom Flask says the same."""
        version, language = self.definition.version, self.manner.language
        return _Kind(self.place, version, self.manner.origin, language)


class _AskedAtOnce(NamedTuple):
    """A form that is sent to be stored without a thread that waits for it."""

    sent: _Sent
    environ: WSGIEnvironment
    reply: Reply
    began_at: float


class ShortWay:
    """Takes in what is sent without a fault, and leads the visitor on as Flask would.

    It leaves everything else to Flask. Where nothing has to be waited for but the disk, it takes
    no thread meanwhile (it is an `AtOnce`).

    Args:
        app: the application, as it answers by itself.
        origins: tell by what origin a request names us.
        believing: sets before an application what it is to believe of proxies.
    """

    # The ledger itself says before that it is too slow, unless its disk hangs.
    patience_seconds = 2 * BUSY_SECONDS

    def __init__(
        self,
        app: Flask,
        origins: Origins,
        *,
        believing: Callable[[WSGIApplication], WSGIApplication],
    ) -> None:
        self._flask = app
        self._app: WSGIApplication = app.wsgi_app
        self._origins = origins
        self._believing = believing
        self._headers: dict[_Kind, Headers] = {}
        self._on_their_way: set[Reply] = set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        began_at = time.perf_counter()
        sent = self._find(environ, waits=True) if MET not in environ else None
        take = partial(take_in, parts=parts_of(self._flask))
        receipt = self._take(sent, environ, take) if sent else None
        if not sent or not receipt:
            return self._app(environ, start_response)
        start_response(SEE_OTHER, self._lead_on(sent, receipt))
        _log(sent, began_at)
        return []

    def begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        """Begin to store what is sent without a fault, and reply once it is durable."""
        begun: list[bool] = []

        def begin(environ: WSGIEnvironment, _start_response: StartResponse) -> Iterable[bytes]:
            begun.append(self._begin(environ, reply))
            return []

        # What it believes of proxies stays in the environment, where it is believed once more.
        self._believing(begin)(environ, _unheard)
        return begun[0]

    def give_up(self, environ: WSGIEnvironment) -> None:
        """Take note that the ledger did not say in time whether it has stored what was sent."""
        environ[MET] = Met(LedgerUnavailableError("the ledger is too slow"))

    def _begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        began_at = time.perf_counter()
        sent = self._find(environ, waits=False) if self._waits_for_nothing() else None
        # The first of its kind has something made or even loaded, which others need not wait for.
        if not sent or sent.kind not in self._headers:
            return False
        asked = _AskedAtOnce(sent, environ, reply, began_at)
        return bool(self._take(sent, environ, partial(self._begin_to_store, asked)))

    def _waits_for_nothing(self) -> bool:
        """Whether nothing has to be waited for but the ledger: no counts, and no outcome."""
        parts = parts_of(self._flask)
        nobody_waits = not parts.patience.seconds or not parts.couriers or parts.couriers.busy
        return nobody_waits and parts.limits.are_at_hand

    def _begin_to_store(self, asked: _AskedAtOnce, form: LeadForm, sender: Sender) -> bool:
        parts = parts_of(self._flask)
        new = prepare(form, sender, parts, beside=len(self._on_their_way))
        if not new:
            return False
        headers = self._lead_on(asked.sent, parts.receipts.issue(new.slug, new.id))

        def told(accepted: Accepted) -> None:
            self._on_their_way.discard(asked.reply)
            try:
                stored = accepted()
            except Exception as error:  # noqa: BLE001 - Flask meets it as well, and has a page
                refusal = error if isinstance(error, LedgerUnavailableError) else None
                asked.environ[MET] = Met(refusal)
                asked.reply(None)
                return
            try:
                send_on(asked.sent.definition, new, stored, sender, parts)
            finally:
                _log(asked.sent, asked.began_at)
                asked.reply((HTTPStatus.SEE_OTHER, headers, b""))

        self._on_their_way.add(asked.reply)
        try:
            parts.ledger.begin_to_accept(new, told)
        except LedgerUnavailableError:
            self._on_their_way.discard(asked.reply)
            raise
        return True

    def _find(self, environ: WSGIEnvironment, *, waits: bool) -> _Sent | None:
        """Return which form is sent, if it is one that there is, and sent as browsers do."""
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
        return _Sent(definition, place, manner_of(asking, definition.languages))

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

    def _take(
        self,
        sent: _Sent,
        environ: WSGIEnvironment,
        take: Callable[[LeadForm, Sender], T | None],
    ) -> T | None:
        """Take a complete form in, or say in the environment how far it came."""
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

    def _lead_on(self, sent: _Sent, receipt: str) -> Headers:
        """Return the headers of the answer to a form that was taken in."""
        headers = self._headers.get(sent.kind)
        if headers is None:
            if len(self._headers) >= KEPT_HEADERS:
                self._headers.clear()
            headers = self._headers[sent.kind] = self._headers_of(sent.manner.origin, sent.place)
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


def _unheard(*_said: object) -> Callable[[bytes], object]:
    """Take the start of an answer that nobody gets, and what would be written of it."""
    return _unheard


def _log(sent: _Sent, began_at: float) -> None:
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
