"""What a partner may choose about a form in a page of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self, get_args

from leadframe.channels import FormDefinition

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one form looks in one page.

    Attributes:
        theme: light, dark, or as the partner's page is.
        language: one of the form's, or None: the visitor's browser chooses.
    """

    theme: Theme
    language: str | None = None

    @classmethod
    def of(cls, definition: FormDefinition) -> Self:
        """Return the look that the channel file gives the form."""
        return cls(theme=definition.theme.mode)
