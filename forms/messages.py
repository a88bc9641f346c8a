"""Every sentence that tells a visitor what to do, in one place for translators.

An advice follows a label: see `about`. Constants are lazy: each page says them in its own
language. A lazy text counts as markup to Jinja, so nothing that was typed may ever be put into one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, lazy_gettext, ngettext
from flask_babel.speaklater import LazyString

from leadframe.languages import FALLBACK

# Latin, Arabic, Urdu, Devanagari, Chinese and Japanese.
SENTENCE_ENDS = tuple(".!?:…؟۔।。！？：")  # noqa: RUF001 - they are meant

Advice = str | LazyString

FILL_IN = lazy_gettext("fill this in")
CHOOSE_ONE = lazy_gettext("choose one from the list")
CHOOSE_ANY = lazy_gettext("choose at least one from the list")
TICK = lazy_gettext("tick the box to go on")
TYPE_EMAIL = lazy_gettext("enter an address like name@example.com")
TYPE_WEB_ADDRESS = lazy_gettext("enter a web address like https://example.com")
FIRST_CHOICE = lazy_gettext("Choose")
YES = lazy_gettext("Yes")
NO = lazy_gettext("No")
OTHER = lazy_gettext("Other, please say")
SAY_WHAT = lazy_gettext("say what it is")


def lazily(say: Callable[..., str], *about_what: Any) -> LazyString:
    """Return an advice that is worded only when it is said: few visitors need one."""
    return LazyString(say, *about_what)  # type: ignore[no-untyped-call]  # it has no types


def about(label: str, advice: Advice) -> str:
    """Join a field's label and what to do about it, so that no two fields say the same.

    The advice is a sentence of its own after a question; how a language writes it after a colon
    is how its catalog has it.
    """
    said = str(advice)
    if label.endswith(SENTENCE_ENDS):
        return f"{label} {said[:1].upper()}{said[1:]}"
    return gettext("%(label)s: %(advice)s", label=label, advice=said)


def only_if_answered(question: str) -> str:
    """Say that a field is only for those who have answered another."""
    return gettext("Only if you answer “%(question)s”", question=question)


def only_if_answered_with(question: str, answers: str) -> str:
    """Say that a field is only for those who have chosen one of some answers."""
    return gettext(
        "Only if you answer “%(question)s” with: %(answers)s", question=question, answers=answers
    )


def only_if_ticked(question: str) -> str:
    """Say that a field is only for those who have ticked a box."""
    return gettext("Only if you tick “%(question)s”", question=question)


def type_number(example: str, other: str) -> str:
    """Ask for a number, shown in both ways of writing it."""
    return gettext("type a number like %(example)s or %(other)s", example=example, other=other)


def type_whole_number(example: str) -> str:
    """Ask for a number without a fraction."""
    return gettext("type a whole number like %(example)s", example=example)


def type_one_of_two(typed: str, one: str, other: str) -> str:
    """Ask which of two numbers was meant."""
    return gettext(
        "%(typed)s can be read in two ways; type %(one)s or %(other)s",
        typed=typed,
        one=one,
        other=other,
    )


def type_amount_in(currency: str) -> str:
    """Ask for an amount without another currency's sign."""
    return gettext("type the amount in %(currency)s, without another currency", currency=currency)


def type_phone(example: str) -> str:
    """Ask for a phone number that the form's country knows."""
    return gettext(
        "enter a number like %(example)s; from another country, start with + and its code",
        example=example,
    )


def type_international_phone(example: str) -> str:
    """Ask for a phone number with its country code."""
    return gettext("start with + and the country code, like %(example)s", example=example)


def type_date(example: str) -> str:
    """Ask for a day."""
    return gettext("enter a date like %(example)s", example=example)


def at_least(bound: str) -> str:
    """Ask for a larger number."""
    return gettext("enter %(bound)s or more", bound=bound)


def at_most(bound: str) -> str:
    """Ask for a smaller number."""
    return gettext("enter %(bound)s or less", bound=bound)


def not_before(day: str) -> str:
    """Ask for a later day."""
    return gettext("choose %(day)s or a later date", day=day)


def not_after(day: str) -> str:
    """Ask for an earlier day."""
    return gettext("choose %(day)s or an earlier date", day=day)


def longer(characters: int) -> str:
    """Ask for more text."""
    return ngettext(
        "write at least %(number)s character",
        "write at least %(number)s characters",
        characters,
        number=count(characters),
    )


def shorter(characters: int, *, written: int) -> str:
    """Ask for less text."""
    return ngettext(
        "use at most %(number)s character; there are %(written)s now",
        "use at most %(number)s characters; there are %(written)s now",
        characters,
        number=count(characters),
        written=count(written),
    )


def count(number: int) -> str:
    """Write a number as the page's language does."""
    return format_decimal(number, locale=get_locale() or FALLBACK)


def type_time(example: str) -> str:
    """Ask for a time of day."""
    return gettext("enter a time like %(example)s", example=example)


def type_datetime(example: str) -> str:
    """Ask for a day and a time of day."""
    return gettext("enter a date and a time like %(example)s", example=example)


def not_earlier(time: str) -> str:
    """Ask for a later time."""
    return gettext("choose %(time)s or a later time", time=time)


def not_later(time: str) -> str:
    """Ask for an earlier time."""
    return gettext("choose %(time)s or an earlier time", time=time)


def did_you_mean(meant: str, typed: str) -> str:
    """Ask whether the domain of a mail provider was mistyped."""
    return gettext("did you mean %(meant)s instead of %(typed)s?", meant=meant, typed=typed)
