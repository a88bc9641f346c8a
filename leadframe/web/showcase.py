"""One form as the preview shows it, in a look that is chosen by the preview's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from flask import request, url_for

from leadframe.channels import FormDefinition
from leadframe.frames import THEMES, Look, snippet_of
from leadframe.languages import name_of
from leadframe.web.headers import own_origin


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several looks: its name, the preview that shows it, whether that is this one."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Showcase:
    """A form, and what the preview's address asks of its look."""

    definition: FormDefinition
    asked: Mapping[str, Any]

    @classmethod
    def of(cls, definition: FormDefinition) -> Self:
        """Read the look from the request; what the form does not know is not asked for."""
        known = {"theme": THEMES, "lang": definition.languages}
        asked = {name: request.args.get(name, "") for name in known}
        return cls(definition, {name: one for name, one in asked.items() if one in known[name]})

    @property
    def look(self) -> Look:
        """The look, as a partner's snippet has it."""
        plain = Look.of(self.definition)
        theme = next((each for each in THEMES if each == self.asked.get("theme")), plain.theme)
        return Look(theme=theme, language=self.asked.get("lang"))

    @property
    def snippet(self) -> str:
        """What a partner pastes to have this form in this look."""
        return snippet_of(self.definition, own_origin(), self.look)

    def address(self, *, embedded: bool) -> str:
        """The form's address in this look."""
        return url_for("forms.form", slug=self.definition.slug, embedded=embedded, **self.asked)

    @property
    def themes(self) -> list[Choice]:
        """Every theme."""
        return [self._choice(name.capitalize(), theme=name) for name in THEMES]

    @property
    def languages(self) -> list[Choice]:
        """Every language, and the browser's; none where there is but one."""
        tags = self.definition.languages
        if len(tags) == 1:
            return []
        return [
            self._choice("Browser's", lang=""),
            *(self._choice(name_of(tag), lang=tag) for tag in tags),
        ]

    def _choice(self, name: str, **changed: str) -> Choice:
        now = {"lang": self.look.language or "", "theme": self.look.theme}
        wanted: dict[str, Any] = {
            key: value for key, value in {**self.asked, **changed}.items() if value
        }
        address = url_for("preview.show_preview", form=self.definition.slug, **wanted)
        return Choice(name, address, now == {**now, **changed})
