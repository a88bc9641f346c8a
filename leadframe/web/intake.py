"""From a form that is complete to a lead that is stored and on its way."""

from __future__ import annotations

from dataclasses import dataclass

from forms.form import LeadForm
from leadframe.channels import FormDefinition
from leadframe.errors import LedgerUnavailableError, OverLimitError
from leadframe.lead import reference_of, submission_id
from leadframe.ledger import State, Submission
from leadframe.web.parts import Parts
from leadframe.web.screening import evidence_of, has_to_be_confirmed
from leadframe.web.senders import Sender

# In the environment of a request that took the short way as far as it went.
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
    definition, lead = form.definition, form.lead()
    submission = submission_id(slug=definition.slug, nonce=form.nonce, lead=lead)
    _admit(definition, submission, sender, parts)
    verdict = parts.screening.judge(submission, evidence_of(form, lead, sender))
    if has_to_be_confirmed(form, verdict) and parts.ledger.find(submission) is None:
        return None
    addressed = lead.with_reference(reference_of(submission), definition.reference_in)
    new = Submission(
        id=submission,
        slug=definition.slug,
        payload=addressed.as_request(),
        consents=form.consents(),
        spam_reasons=verdict.reasons,
        remarks=verdict.remarks,
    )
    _store(definition, new, sender, parts)
    return parts.receipts.issue(definition.slug, submission)


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
        snapshot = parts.ledger.accept(new)
        if snapshot.is_new:
            is_spam = bool(new.spam_reasons)
            parts.limits.count_lead(definition, sender.source, is_spam=is_spam)
        couriers = parts.couriers
        if couriers and snapshot.state in {State.QUEUED, State.SENDING}:
            waits = not couriers.busy and not parts.closings.is_closed(definition.slug)
            couriers.wake()
            if waits:
                parts.patience.wait(settled)
