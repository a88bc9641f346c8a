"""What is seen of a submission, as a request brings it."""

from __future__ import annotations

from collections.abc import Iterator

from forms.form import ATTRIBUTE_PREFIX, LeadForm
from leadframe.channels.fields import FieldDefinition
from leadframe.channels.typed_fields import FREE_TEXT
from leadframe.lead import Lead
from leadframe.screening import Decoy, Evidence, Verdict
from leadframe.web.senders import Sender

NAMES = {"first_name", "last_name", "company_name"}


def evidence_of(form: LeadForm, lead: Lead, sender: Sender) -> Evidence:
    """Return what the rules about spam may know of a form that was sent, and of its lead."""
    texts = list(_free_texts(form))
    return Evidence(
        decoy=_decoy_of(form),
        open_seconds=form.open_seconds,
        user_agent=sender.user_agent,
        origin=sender.origin,
        fetch_site=sender.fetch_site,
        email=lead.email,
        person_names=(lead.first_name, lead.last_name),
        company=lead.company_name,
        texts=tuple(text for _, text in texts),
        own_texts=tuple(text for field, text in texts if not field.prefill_key),
        is_confirmed=form.is_being_confirmed,
    )


def has_to_be_confirmed(form: LeadForm, verdict: Verdict) -> bool:
    """Say whether the visitor is asked once more before the form is stored.

    Nobody is turned away: what is more than a page can carry is stored unasked.
    """
    is_asked_about = form.definition.spam.confirm and verdict.is_doubtful
    return is_asked_about and not form.is_being_confirmed and form.fits_into_a_page


def _decoy_of(form: LeadForm) -> Decoy:
    if form.decoy.is_left_out:
        return Decoy.LEFT_OUT
    return Decoy.FILLED_IN if form.decoy.data else Decoy.EMPTY


def _free_texts(form: LeadForm) -> Iterator[tuple[FieldDefinition, str]]:
    """Yield what the visitor wrote in words of their own, names aside."""
    for field in form.definition.fields:
        if field.type in FREE_TEXT and field.place not in NAMES:
            yield field, form[ATTRIBUTE_PREFIX + field.key].cleaned()
