"""What the templates show, worked out beforehand so that they need no logic of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import request, url_for

from forms.form import LeadForm
from leadframe.channels import FormDefinition
from leadframe.ledger import Snapshot, State
from leadframe.web.headers import frame_ancestors, own_origin
from leadframe.web.languages import choose_language

THEMES = ("auto", "light", "dark")
# How often the result page asks again before it says "received": about five seconds.
MOST_REFRESHES = 5
GROUP = 4


class Result(StrEnum):
    """What a visitor can be told of a submission."""

    SENDING = "sending"
    DELIVERED = "delivered"
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor's way of looking at one form.

    `lasting` is what the visitor, or the partner's snippet, chose by the address: it rides along.
    """

    definition: FormDefinition
    embedded: bool
    language: str
    theme: str
    lasting: Mapping[str, Any]

    @classmethod
    def of(cls, definition: FormDefinition, *, embedded: bool) -> Visit:
        """Read language and theme from the request."""
        known = {"lang": definition.languages, "theme": THEMES}
        asked = {name: request.args.get(name, "") for name in known}
        lasting = {name: value for name, value in asked.items() if value in known[name]}
        theme = lasting.get("theme", definition.theme.mode)
        return cls(definition, embedded, choose_language(definition), theme, lasting)

    @property
    def sizing_origins(self) -> str:
        """The origins whose frames may take this page's height (frame-sizing, CSS Sizing 4)."""
        return " ".join(frame_ancestors()) if self.embedded else ""

    def text(self, name: str) -> str:
        """Return one of the form's own texts in the visitor's language, "" when it has none."""
        text = getattr(self.definition, name)
        return (
            text.in_language(self.language, fallback=self.definition.languages[0]) if text else ""
        )

    def thanks(self, name: str) -> str:
        """Return one of the texts of [thanks] in the visitor's language."""
        text = getattr(self.definition.thanks, name)
        return str(text.in_language(self.language, fallback=self.definition.languages[0]))

    @property
    def form_address(self) -> str:
        """The form's own absolute address, with the visitor's language and theme."""
        return self._form_address()

    @property
    def send_address(self) -> str:
        """Where the form is sent to.

        It differs from the form's own: a browser drops the page it keeps for the back button
        once something was posted to that page's very address (RFC 9111, 4.4).
        """
        return self._form_address(sent=1)

    def _form_address(self, **more: Any) -> str:
        path = url_for(
            "forms.form",
            slug=self.definition.slug,
            embedded=self.embedded,
            **self.lasting,
            **more,
        )
        return own_origin() + path

    def result_address(self, receipt: str, **more: Any) -> str:
        """The absolute address of the outcome, pointing at its heading."""
        path = url_for(
            "results.outcome",
            slug=self.definition.slug,
            receipt=receipt,
            embedded=self.embedded,
            **self.lasting,
            **more,
        )
        return f"{own_origin()}{path}#result"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form as it is shown: empty, with errors, or once more with a notice."""

    visit: Visit
    form: LeadForm
    errors: list[tuple[str, str]]
    notice: str = ""

    @property
    def title(self) -> str:
        """The form's title."""
        return self.visit.text("title")

    @property
    def document_title(self) -> str:
        """The title, saying first that something needs attention (WCAG technique G88, GOV.UK)."""
        return f"Error: {self.title}" if self.needs_attention else self.title

    @property
    def needs_attention(self) -> bool:
        """Whether the form was sent and could not be taken as it was."""
        return bool(self.errors or self.notice)

    @property
    def action(self) -> str:
        """Where the form goes: the fragment moves focus to the answer's first message."""
        return f"{self.visit.send_address}#result"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What became of a submission."""

    visit: Visit
    result: Result
    reference: str
    look_again_address: str

    @property
    def document_title(self) -> str:
        """The heading, then the form it belongs to."""
        return f"{self.heading} – {self.visit.text('title')}"  # noqa: RUF001 - a title's dash

    @property
    def heading(self) -> str:
        """The outcome in two or three words."""
        if self.result is Result.DELIVERED:
            return self.visit.thanks("title")
        return HEADINGS[self.result]

    @property
    def message(self) -> str:
        """The outcome in a sentence that is true at this moment."""
        if self.result is Result.DELIVERED:
            return self.visit.thanks("message")
        return MESSAGES[self.result]

    @property
    def continue_url(self) -> str | None:
        """Where the visitor may go on to, once the lead is safe."""
        return None if self.result is Result.SENDING else self.visit.definition.thanks.continue_url


HEADINGS = {
    Result.SENDING: "Sending…",
    Result.RECEIVED: "We have your message",
    Result.REFUSED: "We could not pass your message on",
}
MESSAGES = {
    Result.SENDING: "This takes a moment. The page looks again by itself.",
    Result.RECEIVED: "It is stored safely and will be passed on as soon as possible."
    " You do not need to send it again.",
    Result.REFUSED: "We have kept what you wrote and will look into it."
    " Please do not send it again; if it is urgent, get in touch another way"
    " and mention the reference.",
}


def result_of(snapshot: Snapshot, *, refreshes: int, closed: bool) -> Result:
    """Say what a visitor is told of a submission.

    Args:
        snapshot: the submission at this moment.
        refreshes: how often the visitor has looked at it.
        closed: whether its form is closed, so that nothing is under way until an operator acts.
    """
    if snapshot.state is State.DELIVERED:
        return Result.DELIVERED
    if snapshot.state is State.DEAD:
        return Result.REFUSED
    under_way = snapshot.state is State.SENDING or (
        snapshot.state is State.QUEUED and snapshot.tries == 0
    )
    waits = under_way and not closed and refreshes < MOST_REFRESHES
    return Result.SENDING if waits else Result.RECEIVED


def spoken_reference(submission_id: str) -> str:
    """Group a submission id for reading it out: `ABCD EFGH JKLM NPQR`."""
    parts = [submission_id[i : i + GROUP] for i in range(0, len(submission_id), GROUP)]
    return " ".join(parts)
