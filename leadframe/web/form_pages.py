"""The page of a form, worked out beforehand so that its template needs no logic of its own."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from forms.form import LeadForm
from leadframe.languages import Words
from leadframe.web.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form as it is shown: empty, with errors, or once more with a notice."""

    visit: Visit
    form: LeadForm
    errors: list[tuple[str, str]]
    notice: str = ""

    @property
    def title(self) -> Words:
        """The form's title."""
        return self.visit.title

    @property
    def document_title(self) -> str:
        """The title, saying first that something needs attention (WCAG technique G88, GOV.UK)."""
        if self.needs_attention:
            return gettext("Error: %(title)s", title=self.title)
        return self.title

    @property
    def needs_attention(self) -> bool:
        """Whether the form was sent and could not be taken as it was."""
        return bool(self.errors or self.notice)

    @property
    def action(self) -> str:
        """Where the form goes: the fragment moves focus to the answer's first message."""
        return f"{self.visit.send_address}#result"
