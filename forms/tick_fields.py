"""The fields that are one box to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forms import messages
from forms.lead_field import LeadField
from forms.widgets import TemplateWidget
from forms.words import ours
from leadframe.consent import Consent
from leadframe.richtext import Segment

TICKED = "true"
# What an address may say to have a box ticked.
YES = {TICKED, "1", "on", "yes"}


class CheckboxField(LeadField):
    """A box to tick."""

    widget = TemplateWidget("fields/checkbox.html")
    asks = messages.TICK
    ticked_value = TICKED

    @property
    def held(self) -> list[str]:
        """What a ticked box sends."""
        return [TICKED] if self.data else []

    @property
    def told(self) -> list[str]:
        """Whether the box is ticked."""
        return [ours(str(messages.YES if self.data else messages.NO))]

    @property
    def is_empty(self) -> bool:
        """Whether the box is not ticked."""
        return not self.data

    def process_data(self, value: Any) -> None:
        """Tick the box where the address says so."""
        self.data = self.tidy(value or "").casefold() in YES

    def process_formdata(self, valuelist: list[str]) -> None:
        """Only a ticked box is sent at all."""
        self.process_data(valuelist[0] if valuelist else "")

    def cleaned(self) -> str:
        """Return "true" for a ticked box alone."""
        return TICKED if self.data else ""


class ConsentField(CheckboxField):
    """A box that only the visitor ticks, under a text in `segments`.

    `unticked` is the record of it as it is shown.
    """

    widget = TemplateWidget("fields/consent.html")

    def __init__(self, *, segments: Sequence[Segment], unticked: Consent, **options: Any) -> None:
        super().__init__(**options)
        self.segments = segments
        self._unticked = unticked

    @property
    def consent(self) -> Consent:
        """What stood beside the box, and whether it was ticked."""
        return replace(self._unticked, is_given=not self.is_empty)

    def take_back(self) -> None:
        """Untick the box: what stands beside it may no longer be what was agreed to."""
        self.raw_data = None
        self.process_data(None)
