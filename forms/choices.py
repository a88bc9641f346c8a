"""The fields that a visitor chooses in: lists and boxes to tick."""

from __future__ import annotations

from typing import Any, NamedTuple

from forms import messages
from forms.fields import LONGEST_PREFILL, LeadField
from forms.richtext import Segment
from forms.widgets import TemplateWidget
from forms.words import ours
from leadframe.channels.choice_fields import MULTISELECT_SEPARATOR
from leadframe.errors import UnreadableError
from leadframe.languages import Words

TICKED = "true"
# What an address may say to have a box ticked.
YES = {TICKED, "1", "on", "yes"}


class Choice(NamedTuple):
    """One option of a field as the page shows it."""

    id: str
    value: str
    label: str
    is_chosen: bool


class SelectField(LeadField):
    """One of a list; `choices` are (value, label) pairs."""

    widget = TemplateWidget("fields/select.html")
    asks = messages.CHOOSE_ONE

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self._labels = dict(choices)
        # A value comes back as clean as any other text does.
        self._values = {self.tidy(value): value for value in self._labels}

    @property
    def first_choice(self) -> Words:
        """What stands first in the list while nothing is chosen."""
        return ours(str(messages.FIRST_CHOICE))

    @property
    def chosen(self) -> list[str]:
        """The values to show as chosen."""
        return [self.data] if self.data else []

    @property
    def choices(self) -> list[Choice]:
        """The options to show."""
        return [
            Choice(f"{self.id}-{number}", value, label, value in self.chosen)
            for number, (value, label) in enumerate(self._labels.items())
        ]

    @property
    def held(self) -> list[str]:
        """The chosen values."""
        return self.chosen

    @property
    def told(self) -> list[str]:
        """What the chosen options are called."""
        return [self._labels[value] for value in self.chosen]

    def process_data(self, value: Any) -> None:
        """Take a prefilled value only if it is an option."""
        super().process_data(value)
        self.data = self._values.get(self.text)

    def read(self, text: str) -> str:
        """Accept nothing but the options."""
        if text not in self._values:
            raise UnreadableError(self.asks)
        return self._values[text]


class RadioField(SelectField):
    """One of a list that is shown whole."""

    widget = TemplateWidget("fields/choices.html")
    input_type = "radio"

    @property
    def focus_id(self) -> str:
        """A link leads to the first option."""
        return self.choices[0].id


class MultiselectField(RadioField):
    """Any number of a list."""

    input_type = "checkbox"
    asks = messages.CHOOSE_ANY

    @property
    def chosen(self) -> list[str]:
        """The values to show as chosen."""
        return self.data or []

    @property
    def is_empty(self) -> bool:
        """Whether none is chosen."""
        return not self.chosen

    def process_data(self, value: Any) -> None:
        """Take those prefilled values that are options, separated as they are sent."""
        values = (value or "")[:LONGEST_PREFILL].split(MULTISELECT_SEPARATOR.strip())
        self.data = self._known(values)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read every value that was sent, in the order of the page."""
        self.data = self._known(valuelist)
        if len(self.data) < len({self.tidy(value) for value in valuelist} - {""}):
            raise ValueError(messages.about(self.caption, self.asks))

    def _known(self, values: list[str]) -> list[str]:
        sent = {self.tidy(value) for value in values}
        return [value for clean, value in self._values.items() if clean in sent]

    def cleaned(self) -> str:
        """Return the chosen values in one text."""
        return MULTISELECT_SEPARATOR.join(self.chosen)


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
    """A box that only the visitor ticks, under a text in `segments`."""

    widget = TemplateWidget("fields/consent.html")

    def __init__(self, *, segments: list[Segment], **options: Any) -> None:
        super().__init__(**options)
        self.segments = segments
