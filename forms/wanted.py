"""What is wanted of the builder: the form of a channel file in one language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from babel import Locale

from forms.lead_field import LeadField
from leadframe.channels.model import FormDefinition
from leadframe.channels.text import Text
from leadframe.languages import Words, locale_of

# A field's class, and what it is made with.
Made = tuple[type[LeadField], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A class to build; the version stands for everything the definition says."""

    slug: str
    version: str
    language: str
    definition: FormDefinition = field(compare=False)

    def text(self, text: Text | None) -> Words:
        """Return a text in the form's language, or nothing."""
        if text is None:
            return Words("")
        return text.in_language(self.language, fallback=self.definition.languages[0])

    @property
    def locale(self) -> Locale:
        """Whose numbers and dates the form reads."""
        return locale_of(self.language, self.definition.default_region)

    @property
    def region(self) -> str | None:
        """Whose phone numbers may go without a country code."""
        return self.definition.default_region or locale_of(self.language).territory
