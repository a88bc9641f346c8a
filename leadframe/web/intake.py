"""From a form that is complete to a lead that is stored and on its way."""

from __future__ import annotations

from dataclasses import dataclass

from forms.form import LeadForm
from leadframe.channels import FormDefinition
from leadframe.errors import LedgerUnavailableError, OverLimitError
from leadframe.lead import Lead, reference_of, submission_id
from leadframe.ledger import Snapshot, State, Submission
from leadframe.screening import Verdict
from leadframe.web.parts import Parts
from leadframe.web.screening import evidence_of, has_to_be_confirmed
from leadframe.web.senders import Sender

# In the environment of a request that took the short way: what it met there, or None where that
# ended before the request was counted.
MET = "leadframe.met"


@dataclass(frozen=True, slots=True)
class Met:
    """What a complete form met whose request has been counted: a refusal, or a question."""

    refusal: OverLimitError | LedgerUnavailableError | None


def take_in(form: LeadForm, sender: Sender, parts: Parts) -> str | None:
    """Store a form's lead and return its receipt, or None if it is to be confirmed first.

    The same values from the same page meet the submission that is there already.

    Raises:
        OverLimitError: it is one too many.
        LedgerUnavailableError: it could not be stored.
    """
    lead, submission = _read(form)
    _admit(form.definition, submission, sender, parts)
    verdict = parts.screening.judge(submission, evidence_of(form, lead, sender))
    if has_to_be_confirmed(form, verdict) and parts.ledger.find(submission) is None:
        return None
    _store(form.definition, _new(form, lead, submission, verdict), sender, parts)
    return parts.receipts.issue(form.definition.slug, submission)


def prepare(form: LeadForm, sender: Sender, parts: Parts, *, beside: int) -> Submission | None:
    """Return what `take_in` would store, or None if the ledger would have to be asked first.

    Args:
        form: a complete one.
        sender: who sent it.
        parts: what to work with.
        beside: how many leads are being stored and may have to be counted first.
    """
    lead, submission = _read(form)
    try:
        parts.limits.admit_lead(form.definition, sender.source, beside=beside)
    except OverLimitError:
        return None
    verdict = parts.screening.judge(submission, evidence_of(form, lead, sender))
    return None if has_to_be_confirmed(form, verdict) else _new(form, lead, submission, verdict)


def send_on(
    definition: FormDefinition, new: Submission, stored: Snapshot, sender: Sender, parts: Parts
) -> bool:
    """Count a lead that is stored, and wake the couriers; return whether they have to do with it.

    It waits for nothing but for what keeps the counts.
    """
    if stored.is_new:
        parts.limits.count_lead(definition, sender.source, is_spam=bool(new.spam_reasons))
    if not parts.couriers or stored.state not in {State.QUEUED, State.SENDING}:
        return False
    parts.couriers.wake()
    return True


def _read(form: LeadForm) -> tuple[Lead, str]:
    """Return a form's lead and the id of its submission."""
    lead = form.lead()
    return lead, submission_id(slug=form.definition.slug, nonce=form.nonce, lead=lead)


def _new(form: LeadForm, lead: Lead, submission: str, verdict: Verdict) -> Submission:
    addressed = lead.with_reference(reference_of(submission), form.definition.reference_in)
    return Submission(
        id=submission,
        slug=form.definition.slug,
        payload=addressed.as_request(),
        consents=form.consents(),
        spam_reasons=verdict.reasons,
        remarks=verdict.remarks,
    )


def _admit(definition: FormDefinition, submission: str, sender: Sender, parts: Parts) -> None:
    """Let a lead in within the limits; one that is stored already meets its receipt beyond them."""
    try:
        parts.limits.admit_lead(definition, sender.source)
    except OverLimitError:
        if parts.ledger.find(submission) is None:
            raise


def _store(definition: FormDefinition, new: Submission, sender: Sender, parts: Parts) -> None:
    """Store a lead, and wait for its outcome as long as is fair."""
    with parts.news.expect(new.id) as settled:
        stored = parts.ledger.accept(new)
        # Asked before they are woken: the first of them takes this very lead.
        are_free = parts.couriers is not None and not parts.couriers.busy
        is_on_its_way = send_on(definition, new, stored, sender, parts)
        if is_on_its_way and are_free and not parts.closings.is_closed(definition.slug):
            parts.patience.wait(settled)
