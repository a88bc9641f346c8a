"""The form itself: shown, sent, shown again."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse

from forms.builder import form_class
from forms.form import LeadForm
from forms.words import ours
from leadframe.channels import FormDefinition
from leadframe.errors import LedgerUnavailableError, OverLimitError
from leadframe.lead import reference_of, submission_id
from leadframe.ledger import State, Submission
from leadframe.web.errors import ask_to_come_back
from leadframe.web.form_pages import FormPage, page_of
from leadframe.web.headers import allow_framing
from leadframe.web.keeping import is_for_all, keep_for_going_back
from leadframe.web.page_styles import style_for_form
from leadframe.web.parts import Parts, parts
from leadframe.web.refusals import notice_of
from leadframe.web.screening import evidence_of, has_to_be_confirmed
from leadframe.web.turns import GO, turn
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
def send_form(slug: str, *, embedded: bool) -> WerkzeugResponse:
    """Check what was sent, and take it or show what is in its way."""
    visit = open_visit(slug, embedded=embedded)
    if request.mimetype not in FORM_TYPES:
        abort(415)
    here, sent = parts(), _sent()
    form = _form_class(visit).for_visit(here.tokens, formdata=sent)
    source = here.limits.source_of(request.remote_addr)
    try:
        here.limits.admit_request(source)
        if shown := turn(form, wanted=sent.get(GO, type=int)):
            return _shown_again(page_of(visit, form, shown.notice), shown.status)
        return _take(visit, form, source, here)
    except LedgerUnavailableError:
        return _not_stored(visit, form)
    except OverLimitError as refusal:
        return _not_let_in(visit, form, refusal)


def _sent() -> MultiDict[str, str]:
    """Return what was sent, if that is no more than any form asks for.

    Werkzeug counts the parts of a multipart body alone.
    """
    sent = request.form
    if sum(map(len, sent.listvalues())) > (request.max_form_parts or 0):
        abort(413)
    return sent


def _take(visit: Visit, form: LeadForm, source: str | None, here: Parts) -> WerkzeugResponse:
    """Store the lead and lead the visitor to its outcome, or ask first to confirm it.

    The same values from the same page meet the submission that is there already.
    """
    definition, lead = visit.definition, form.lead()
    submission = submission_id(slug=definition.slug, nonce=form.nonce, lead=lead)
    _admit(definition, submission, source, here)
    verdict = here.screening.judge(submission, evidence_of(form, lead))
    if has_to_be_confirmed(form, verdict) and here.ledger.find(submission) is None:
        form.ask_to_confirm()
        return _shown_again(page_of(visit, form), NOT_YET_CONFIRMED)
    addressed = lead.with_reference(reference_of(submission), definition.reference_in)
    new = Submission(
        id=submission,
        slug=definition.slug,
        payload=addressed.as_request(),
        consents=form.consents(),
        spam_reasons=verdict.reasons,
        remarks=verdict.remarks,
    )
    return redirect(visit.result_address(_store(definition, new, source, here)), 303)


def _store(definition: FormDefinition, new: Submission, source: str | None, here: Parts) -> str:
    """Store a lead, wait for its outcome as long as is fair, and return its receipt."""
    with here.news.expect(new.id) as settled:
        snapshot = here.ledger.accept(new)
        if snapshot.is_new:
            is_spam = bool(new.spam_reasons)
            here.limits.count_lead(definition, source, is_spam=is_spam)
        couriers = here.couriers
        if couriers and snapshot.state in {State.QUEUED, State.SENDING}:
            waits = not couriers.busy and not here.closings.is_closed(definition.slug)
            couriers.wake()
            if waits:
                here.patience.wait(settled)
    return here.receipts.issue(definition.slug, new.id)


def _admit(definition: FormDefinition, submission: str, source: str | None, here: Parts) -> None:
    """Let a lead in within the limits; one that is stored already meets its receipt beyond them."""
    try:
        here.limits.admit_lead(definition, source)
    except OverLimitError:
        if here.ledger.find(submission) is None:
            raise


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
