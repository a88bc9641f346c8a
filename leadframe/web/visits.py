"""One visitor's way of looking at one form: what every page about it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from leadframe.channels import FormDefinition
from leadframe.web.headers import frame_ancestors, own_origin
from leadframe.web.languages import choose_language

THEMES = ("auto", "light", "dark")


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
