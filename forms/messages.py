"""Every sentence that tells a visitor what to do, in one place for translators."""

from __future__ import annotations

SENTENCE_ENDS = (".", "!", "?", ":", "…")

FILL_IN = "fill this in"
CHOOSE_ONE = "choose one of the list"
CHOOSE_ANY = "choose at least one of the list"
TICK = "tick the box to go on"
TYPE_EMAIL = "enter an address like name@example.com"
TYPE_WEB_ADDRESS = "enter a web address like https://example.com"
FIRST_CHOICE = "Choose"


def about(label: str, advice: str) -> str:
    """Join a field's label and what to do about it, so that no two fields say the same."""
    if label.endswith(SENTENCE_ENDS):
        return f"{label} {advice[:1].upper()}{advice[1:]}"
    return f"{label}: {advice}"


def type_number(example: str, other: str) -> str:
    """Ask for a number, shown in both ways of writing it."""
    return f"type a number like {example} or {other}"


def type_whole_number(example: str) -> str:
    """Ask for a number without a fraction."""
    return f"type a whole number like {example}"


def type_one_of_two(typed: str, one: str, other: str) -> str:
    """Ask which of two numbers was meant."""
    return f"{typed} can be read in two ways; type {one} or {other}"


def type_amount_in(currency: str) -> str:
    """Ask for an amount without another currency's sign."""
    return f"type the amount in {currency}, without another currency"


def type_phone(example: str) -> str:
    """Ask for a phone number that the form's country knows."""
    return f"enter a number like {example}; from another country, start with + and its code"


def type_international_phone(example: str) -> str:
    """Ask for a phone number with its country code."""
    return f"start with + and the country code, like {example}"


def type_date(example: str) -> str:
    """Ask for a day, year first, which nobody misreads."""
    return f"enter a date as year-month-day, like {example}"


def at_least(bound: str) -> str:
    """Ask for a larger number."""
    return f"enter {bound} or more"


def at_most(bound: str) -> str:
    """Ask for a smaller number."""
    return f"enter {bound} or less"


def not_before(day: str) -> str:
    """Ask for a later day."""
    return f"choose {day} or a later date"


def not_after(day: str) -> str:
    """Ask for an earlier day."""
    return f"choose {day} or an earlier date"


def longer(characters: int) -> str:
    """Ask for more text."""
    return f"write at least {characters} characters"


def shorter(characters: int, *, written: int) -> str:
    """Ask for less text."""
    return f"use at most {characters} characters; there are {written} now"
