"""What stands on the pages of a form: fields, and headings between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from forms.binding import BoundByCopy


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """Where an item is shown, and when.

    Attributes:
        is_wide: whether it takes the form's whole width where there is room for two columns.
        step: the number of the step it is on.
        is_conditional: whether answers in other fields decide if it is shown.
        only_if: what is said of that on its page.
    """

    is_wide: bool = False
    step: int = 1
    is_conditional: bool = False
    only_if: str = ""


class FormItem(BoundByCopy):
    """What fields and headings share.

    Args:
        showing: where it is shown, and when.
        options: WTForms' own options.
    """

    is_hidden = False

    def __init__(self, *, showing: Showing = Showing(), **options: Any) -> None:
        super().__init__(**options)
        self.is_wide = showing.is_wide
        self.step = showing.step
        self.is_conditional = showing.is_conditional
        self.only_if = showing.only_if
        # As the answers stand: whether it is shown, and whether its page may show it.
        self.is_shown = self.is_offered = True

    @property
    def caption(self) -> str:
        """The label's text."""
        return self.label.text
