"""The fields that a visitor chooses in: lists, and boxes and buttons beside each other."""

from __future__ import annotations

from itertools import count
from typing import Any

from forms import messages
from forms.lead_field import LONGEST_PREFILL, LeadField
from forms.offers import Choice, Group, Offer
from forms.widgets import TemplateWidget
from forms.words import ours
from leadframe.channels.choice_fields import MULTISELECT_SEPARATOR, OTHER
from leadframe.errors import UnreadableError
from leadframe.languages import Words


class SelectField(LeadField):
    """One of a list.

    With an option for something else, the last text that comes under the field's name is what
    the visitor wrote beside it, which is sent in its place. A last text that is an option is
    that option: a program may leave out an input that nobody wrote in.
    """

    widget = TemplateWidget("fields/select.html")
    asks = messages.CHOOSE_ONE

    def __init__(self, *, offer: Offer, **options: Any) -> None:
        super().__init__(**options)
        self.offer = offer
        self.other = ""

    @property
    def first_choice(self) -> Words:
        """What stands first in the list while nothing is chosen."""
        return ours(str(messages.FIRST_CHOICE))

    @property
    def chosen(self) -> list[str]:
        """The values to show as chosen."""
        if self.text == OTHER and self.offer.other:
            return [OTHER]
        return [self.data] if self.data else []

    @property
    def groups(self) -> list[Group]:
        """The options to show, as they stand together."""
        numbers = count()
        chosen = self.chosen
        return [
            Group(
                f"{self.id}-group-{place}",
                label,
                [
                    Choice(f"{self.id}-{next(numbers)}", value, words, value in chosen)
                    for value, words in pairs
                ],
            )
            for place, (label, pairs) in enumerate(self.offer.groups)
        ]

    @property
    def held(self) -> list[str]:
        """The chosen values, and last what was written, if anything may be."""
        return [*self.chosen, *([self.other] if self.offer.other else [])]

    @property
    def answers(self) -> list[str]:
        """The chosen values alone."""
        return self.chosen

    @property
    def told(self) -> list[str]:
        """What the chosen options are called, or what was written."""
        labels = {**self.offer.labels, OTHER: self.other}
        return [labels[value] for value in self.chosen]

    @property
    def choices(self) -> list[Choice]:
        """The options of all groups."""
        return [choice for group in self.groups for choice in group.choices]

    @property
    def other_id(self) -> str:
        """The id of the input beside the last option."""
        return f"{self.id}-other"

    @property
    def focus_id(self) -> str:
        """A link leads to what is to be written, if that is what is missing."""
        return self.other_id if OTHER in self.chosen else self.id

    def process_data(self, value: Any) -> None:
        """Take a prefilled value if it is an option, or if anything may be written."""
        super().process_data(value)
        self.data = self.offer.values.get(self.text)
        if self.offer.other and self.text and not self.data:
            self.text, self.other, self.data = OTHER, self.text, self.text

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen; what was written alone counts as chosen."""
        chosen = self._take_other(valuelist)
        wrote_alone = self.other and not any(self.tidy(value) for value in chosen)
        super().process_formdata([OTHER] if wrote_alone else chosen)

    def _take_other(self, valuelist: list[str]) -> list[str]:
        """Keep what was written beside the options, and return the rest."""
        if not self.offer.other or not valuelist:
            return valuelist
        *chosen, last = valuelist
        written = self.tidy(last)
        if written not in self.offer.values:
            self.other = written
            return chosen
        # Whoever wrote an option beside the last one meant that option.
        return [*(value for value in chosen if self.tidy(value) != OTHER), last]

    def read(self, text: str) -> str:
        """Accept nothing but the options, or what was written."""
        if text not in self.offer.values:
            raise UnreadableError(self.asks)
        return self._read_other() if text == OTHER else self.offer.values[text]

    def _read_other(self) -> str:
        if not self.other:
            raise UnreadableError(messages.SAY_WHAT)
        if len(self.other) > self.longest:
            raise UnreadableError(messages.shorter(self.longest, written=len(self.other)))
        return self.other


class CountryField(SelectField):
    """A country of the world."""

    @property
    def chosen_region(self) -> str:
        """The country's code."""
        return self.data or ""


class RadioField(SelectField):
    """One of a list that is shown whole."""

    widget = TemplateWidget("fields/choices.html")
    input_type = "radio"

    @property
    def focus_id(self) -> str:
        """A link leads to what is to be written, or to the first option."""
        return self.other_id if OTHER in self.chosen else self.choices[0].id


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
        """Read every value that was sent, in the order of the page, and what was written."""
        chosen = self._take_other(valuelist)
        self.data = self._known([*chosen, OTHER] if self.other else chosen)
        try:
            self._check(chosen)
        except UnreadableError as fault:
            raise ValueError(messages.about(self.known_as, str(fault))) from fault

    def _check(self, chosen: list[str]) -> None:
        if {self.tidy(value) for value in chosen} - {"", *self.offer.values}:
            raise UnreadableError(self.asks)
        if OTHER in self.chosen:
            self._read_other()

    def _known(self, values: list[str]) -> list[str]:
        sent = {self.tidy(value) for value in values}
        return [value for clean, value in self.offer.values.items() if clean in sent]

    def cleaned(self) -> str:
        """Return the chosen values in one text, which what was written cannot take apart."""
        other = self.other.replace(MULTISELECT_SEPARATOR.strip(), ",")
        return MULTISELECT_SEPARATOR.join(other if each == OTHER else each for each in self.chosen)
