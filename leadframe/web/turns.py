"""From page to page of a form: where what the visitor pressed leads."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from forms.form import LeadForm
from forms.words import ours

# The name of the buttons that lead to a page of their own, whose number is their value.
GO = "go"
STALE = lazy_gettext(
    "Please press the button once more: this page had been open for a long time."
    " Everything you wrote is still here."
)
LOST = lazy_gettext(
    "This page could not be read the way we sent it. Please look through your answers and"
    " fill in what is missing."
)
CHANGED = lazy_gettext(
    "This form was changed while you filled it in. What you wrote is still here: please look"
    " it over and go on."
)


def wanted_page(sent: MultiDict[str, str]) -> int | None:
    """Return the page that the visitor pressed a button for, or None where there is none."""
    return sent.get(GO, type=int) if GO in sent else None


class Turn(NamedTuple):
    """How a form is shown next, open at its page."""

    status: int
    notice: str = ""


def turn(form: LeadForm, *, wanted: int | None) -> Turn | None:
    """Turn the form to the page that comes next; return None when it is complete.

    Going on judges the fields of this page alone, and sending those of all; going back judges
    none.

    Args:
        form: the form as it was sent.
        wanted: the page that the visitor asked for, or None to go on.
    """
    if form.has_lost_answers:
        return Turn(422, ours(str(LOST)))
    if form.has_changed:
        form.take_back_consents()
    if wanted is not None and form.definition.answers_travel:
        form.open_at(wanted)
        return Turn(200)
    if form.has_changed:
        form.open_at(form.page)
        return Turn(422, ours(str(CHANGED)))
    return _go_on(form)


def _go_on(form: LeadForm) -> Turn | None:
    is_valid = form.validate()
    if form.token_is_stale or form.error_summary():
        return Turn(422, ours(str(STALE)) if form.token_is_stale else "")
    if following := form.following_page:
        form.open_at(following)
        return Turn(200)
    if not is_valid:
        form.open_at_first_fault()
        return Turn(422)
    return None
