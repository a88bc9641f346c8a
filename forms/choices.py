"""The fields that a visitor chooses in: lists and boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from forms import messages
from forms.cleaning import tidy_line
from forms.fields import LONGEST_PREFILL, LeadField
from forms.widgets import TemplateWidget
from forms.words import ours
from leadframe.channels.choice_fields import MULTISELECT_SEPARATOR, OTHER
from leadframe.consent import Consent
from leadframe.errors import UnreadableError
from leadframe.languages import Words
from leadframe.richtext import Segment

TICKED = "true"
# What an address may say to have a box ticked.
YES = {TICKED, "1", "on", "yes"}


class Choice(NamedTuple):
    """One option of a field as the page shows it."""

    id: str
    value: str
    label: str
    is_chosen: bool


class Group(NamedTuple):
    """Options as they stand together; `label` is empty for those outside of any group."""

    id: str
    label: str
    choices: list[Choice]


class Offer:
    """What a field offers to choose from, worked out once for its form.

    Args:
        groups: the label of each group, or "", and its (value, label) pairs.
        other: the label of the option beside which the visitor writes; "" when there is none.
    """

    def __init__(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], other: str) -> None:
        self.groups = [*groups, *([("", [(OTHER, other)])] if other else [])]
        self.other = other
        self.labels = {value: label for _heading, pairs in self.groups for value, label in pairs}
        # A value comes back as clean as any other text does.
        self.values = {tidy_line(value): value for value in self.labels}


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
