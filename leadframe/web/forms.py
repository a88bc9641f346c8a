"""The form itself: shown, sent, shown again."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, make_response, render_template, request
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from forms.builder import form_class
from forms.form import LeadForm
from forms.words import ours
from leadframe.errors import LedgerUnavailableError, OverLimitError
from leadframe.web.errors import ask_to_come_back
from leadframe.web.form_pages import FormPage, page_of
from leadframe.web.headers import allow_framing
from leadframe.web.intake import MET, Met, take_in
from leadframe.web.keeping import is_for_all, keep_for_going_back
from leadframe.web.page_styles import style_for_form
from leadframe.web.parts import parts
from leadframe.web.refusals import notice_of
from leadframe.web.senders import Sender
from leadframe.web.turns import turn, wanted_page
from leadframe.web.visits import Visit

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# As for a form with mistakes: it was understood, and nothing came of it yet. A script that takes a
# 2xx for success would be told that it had been sent.
NOT_YET_CONFIRMED = 422
NOT_STORED = lazy_gettext(
    "We could not store your message just now, and nothing was sent. Everything you wrote is"
    " still here: please try again in half a minute."
)

blueprint = Blueprint("forms", __name__)


def open_visit(slug: str, *, embedded: bool) -> Visit:
    """Find the form, dress the answer as it says and let its partners frame it.

    Raises:
        UnknownFormError: there is no such form.
    """
    definition = parts().catalog.get(slug)
    style_for_form(definition)
    if embedded:
        allow_framing(definition)
    g.visit = visit = Visit.of(definition, embedded=embedded)
    return visit


@blueprint.get("/f/<slug>", defaults={"embedded": False}, endpoint="form")
@blueprint.get("/f/<slug>/embed", defaults={"embedded": True}, endpoint="form")
def show_form(slug: str, *, embedded: bool) -> Response:
    """Show an empty form, or say that it is closed."""
    visit = open_visit(slug, embedded=embedded)
    if parts().closings.is_closed(slug):
        return _closed(visit)
    form = _form_class(visit).for_visit(parts().tokens, formdata=None, prefill=request.args)
    return keep_for_going_back(_page(page_of(visit, form), 200), shares=is_for_all(request))


@blueprint.post("/f/<slug>", defaults={"embedded": False}, endpoint="send")
@blueprint.post("/f/<slug>/embed", defaults={"embedded": True}, endpoint="send")
def send_form(slug: str, *, embedded: bool) -> Response:
    """Check what was sent, and take it or show what is in its way."""
    visit = open_visit(slug, embedded=embedded)
    if request.mimetype not in FORM_TYPES:
        abort(415)
    here, sent = parts(), _sent()
    form = _form_class(visit).for_visit(here.tokens, formdata=sent)
    sender = Sender.of(request.environ, here.limits)
    try:
        _go_by(request.environ.get(MET), sender)
        if shown := turn(form, wanted=wanted_page(sent)):
            return _shown_again(page_of(visit, form, shown.notice), shown.status)
        return _answer(visit, form, take_in(form, sender, here))
    except LedgerUnavailableError:
        return _not_stored(visit, form)
    except OverLimitError as refusal:
        return _not_let_in(visit, form, refusal)


def _go_by(met: Met | None, sender: Sender) -> None:
    """Let the request in, or meet once more what it met on the short way."""
    if met is None:
        parts().limits.admit_request(sender.source)
    elif met.refusal:
        raise met.refusal


def _sent() -> MultiDict[str, str]:
    """Return what was sent, if that is no more than any form asks for.

    Werkzeug counts the parts of a multipart body alone.
    """
    sent = request.form
    if sum(map(len, sent.listvalues())) > (request.max_form_parts or 0):
        abort(413)
    return sent


def _answer(visit: Visit, form: LeadForm, receipt: str | None) -> Response:
    """Lead the visitor to the outcome, or ask first to confirm what was sent."""
    if receipt is None:
        form.ask_to_confirm()
        return _shown_again(page_of(visit, form), NOT_YET_CONFIRMED)
    return lead_on(visit.result_address(receipt))


def lead_on(address: str) -> Response:
    """Have the visitor's browser ask for an address."""
    return Response(status=303, headers={"Location": address})


def _form_class(visit: Visit) -> type[LeadForm]:
    return form_class(visit.definition, visit.language)


def _page(page: FormPage, status: int) -> Response:
    return make_response(render_template(page.template, page=page), status)


def _shown_again(page: FormPage, status: int) -> Response:
    response = _page(page, status)
    return keep_for_going_back(response) if page.is_step else response


def _not_stored(visit: Visit, form: LeadForm) -> Response:
    return ask_to_come_back(_page(page_of(visit, form, ours(str(NOT_STORED))), 503))


def _not_let_in(visit: Visit, form: LeadForm, refusal: OverLimitError) -> Response:
    if form.has_changed:
        form.take_back_consents()
    page = _shown_again(page_of(visit, form, notice_of(refusal)), 429)
    return ask_to_come_back(page, seconds=refusal.wait_seconds)


def _closed(visit: Visit) -> Response:
    return ask_to_come_back(make_response(render_template("closed.html", visit=visit), 503))
