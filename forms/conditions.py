"""What a page says of a conditional field, for those whose browser does not hide it."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale
from babel.lists import format_list

from forms import messages
from forms.words import ours
from forms.world import WORLD
from leadframe.channels import fields as defined
from leadframe.channels.conditions import Condition
from leadframe.channels.text import Text
from leadframe.languages import Words


def only_if(
    condition: Condition,
    other: defined.FieldDefinition,
    question: str,
    *,
    say: Callable[[Text], str],
    locale: Locale,
) -> Words:
    """Return when a field is to be filled in.

    Args:
        condition: the field's.
        other: the field that it is about.
        question: what the visitor knows that one as.
        say: says a text of the channel file in the page's language.
        locale: the page's.
    """
    if isinstance(other, defined.CheckboxField | defined.ConsentField):
        return ours(messages.only_if_ticked(question))
    if not condition.values:
        return ours(messages.only_if_answered(question))
    names = _names(other, say, locale)
    answers = format_list([names[value] for value in condition.values], "or", locale)
    return ours(messages.only_if_answered_with(question, answers))


def _names(
    other: defined.FieldDefinition, say: Callable[[Text], str], locale: Locale
) -> dict[str, str]:
    if isinstance(other, defined.ChoiceField):
        return {option.value: say(option.label) for option in other.all_options}
    return dict(WORLD[other.type](locale))
