"""What a field offers to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from forms.cleaning import tidy_line
from leadframe.channels.choice_fields import OTHER


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
