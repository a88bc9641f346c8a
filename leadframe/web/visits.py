"""One visitor's way of looking at one form: what every page about it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for
from flask_babel import gettext

from forms.words import ours
from leadframe.channels import FormDefinition
from leadframe.channels.by_mode import Mode
from leadframe.channels.logo import Logo
from leadframe.channels.text import Text
from leadframe.languages import Words, find_language, name_of
from leadframe.web.headers import frame_ancestors, own_origin
from leadframe.web.languages import choose_language
from leadframe.web.rendering import Place

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLanguage:
    """A language that the page is in too: its tag, its own name and the page's address in it."""

    tag: str
    name: str
    address: str


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
        asked = {
            "lang": find_language([request.args.get("lang", "")], definition.languages),
            "theme": next((name for name in THEMES if name == request.args.get("theme")), None),
        }
        lasting = {name: value for name, value in asked.items() if value}
        theme = lasting.get("theme", definition.theme.mode)
        return cls(definition, embedded, choose_language(definition), theme, lasting)

    @property
    def logos(self) -> tuple[Logo, Logo] | None:
        """The form's logo as a light and as a dark page shows it, at the form's own link.

        A frame stands in a partner's page, which has its own.
        """
        light, dark = (self.definition.logos.nearest(mode) for mode in self._modes)
        return (light, dark) if light and dark and not self.embedded else None

    @property
    def _modes(self) -> tuple[Mode, Mode]:
        """What the page looks like for those who like it light, and for those who like it dark."""
        if self.theme == "light":
            return "light", "light"
        return ("dark", "dark") if self.theme == "dark" else ("light", "dark")

    def logo_address(self, logo: Logo) -> str:
        """Where a logo is."""
        return url_for("logos.logo", slug=self.definition.slug, digest=logo.digest)

    @property
    def logo_alt(self) -> str:
        """What the logo shows, in words."""
        return self.say(self.definition.theme.logo_alt)

    @property
    def sizing_origins(self) -> str:
        """The origins whose frames may take this page's height (frame-sizing, CSS Sizing 4)."""
        return " ".join(frame_ancestors()) if self.embedded else ""

    def say(self, text: Text | None) -> Words:
        """Return one of the form's own texts in the visitor's language, "" when it has none."""
        if text is None:
            return Words("")
        return text.in_language(self.language, fallback=self.definition.languages[0])

    @property
    def title(self) -> Words:
        """The form's title."""
        return self.say(self.definition.title)

    @property
    def intro(self) -> Words:
        """What stands below it, if anything does."""
        return self.say(self.definition.intro)

    @property
    def submit_label(self) -> Words:
        """What the button says."""
        return self.say(self.definition.submit_label) or ours(gettext("Send"))

    @property
    def other_languages(self) -> list[OtherLanguage]:
        """The form's other languages, and this very page in each.

        An answer to what was sent offers none: to leave it would lose what was typed.
        """
        if request.method == "POST":
            return []
        return [
            OtherLanguage(tag=tag, name=name_of(tag), address=self._here(lang=tag))
            for tag in self.definition.languages
            if tag != self.language
        ]

    def _here(self, **changed: str) -> str:
        """Return this page's own address, with what the visitor may choose by it."""
        prefilled = {field.prefill_key for field in self.definition.fields}
        kept = {key: value for key, value in request.args.items() if key in prefilled}
        query = urlencode({**kept, **self.lasting, **changed})
        return f"{own_origin()}{request.script_root}{request.path}?{query}"

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
        asked = {**self.lasting, **more}
        path = outcome_path(Place(self.definition.slug, self.embedded), receipt, asked)
        return f"{own_origin()}{request.script_root}{path}"


def outcome_path(place: Place, receipt: str, asked: Mapping[str, Any]) -> str:
    """Return where the outcome of a submission is told, pointing at its heading."""
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{place.path}/sent/{receipt}{query}#result"


def opened_visit() -> Visit | None:
    """Return the visit that this request is, if it got as far as finding its form."""
    visit: Visit | None = g.get("visit")
    return visit
