"""Numbers as people write them, in any country, read without guessing."""

from __future__ import annotations

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent, get_group_symbol

from forms import messages
from forms.cleaning import plain
from forms.units import PERCENT, names_a_currency, signs_of, without_unit
from leadframe.errors import UnreadableError

ARABIC_DECIMAL, ARABIC_GROUP = "\u066b", "\u066c"
# A separator is one sign, or any run of spaces.
SEPARATOR = rf"(?: +|[.,'{ARABIC_DECIMAL}{ARABIC_GROUP}])"
BODY = re.compile(rf"(?=.)[0-9]*(?:{SEPARATOR}[0-9]+)*")
SEPARATORS = re.compile(rf"({SEPARATOR})")
# Thousands as most write them, and lakhs and crores.
GROUPED = re.compile(r"[0-9]{1,3}(-[0-9]{3})+|[0-9]{1,2}(-[0-9]{2})*-[0-9]{3}")
# "100,-" and "100.--" are whole amounts in much of Europe.
NO_CENTS = re.compile(r"(?<=[0-9])[.,]-{1,2}$")
ALWAYS_GROUP = {" ", "'", ARABIC_GROUP}
GROUP_DIGITS = 3


def parse_number(
    text: str, locale: Locale, *, currency: str | None = None, percent: bool = False
) -> Decimal:
    """Read a number, keeping the decimals as typed.

    What can only part a fraction does so everywhere, and what can only group does: "2,5" and
    "1.250,00" need no locale. Only a single separator with three digits after it ("1,250") does:
    it groups where the locale groups so, and is refused elsewhere.

    Args:
        text: what was typed.
        locale: whose habits decide.
        currency: the ISO code whose sign may stand beside the number.
        percent: whether a percent sign may.

    Raises:
        UnreadableError: it is no number, or could be two; the message says what to type.
    """
    units = PERCENT if percent else signs_of(currency, locale) if currency else ()
    amount = without_unit(plain(text).casefold(), units)
    body = (NO_CENTS.sub("", amount) if currency else amount).removeprefix("+")
    digits = body.removeprefix("-").strip()
    if not BODY.fullmatch(digits):
        if currency and names_a_currency(digits):
            raise UnreadableError(messages.type_amount_in(currency))
        raise _not_a_number(locale)
    whole, fraction = _parts(digits, locale)
    number = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole)
    return -number if body.startswith("-") and number else number


def parse_whole_number(text: str, locale: Locale) -> Decimal:
    """Read a number without a fraction, which comes back without decimals.

    Raises:
        UnreadableError: it is none; the message says what to type.
    """
    try:
        number = parse_number(text, locale)
    except UnreadableError:
        raise UnreadableError(advise_on_whole_numbers(locale)) from None
    if number != (whole := number.to_integral_value()):
        raise UnreadableError(advise_on_whole_numbers(locale))
    return whole


def plain_text(number: Decimal) -> str:
    """Return a number as the lead API takes it: a dot, no exponent, no grouping."""
    return format(number, "f")


def show(
    number: Decimal, locale: Locale, *, currency: str | None = None, percent: bool = False
) -> str:
    """Return a number as the locale writes it, or an amount of a currency, or a percentage."""
    if currency:
        return format_currency(number, currency, locale=locale, decimal_quantization=False)
    if percent:
        return format_percent(number / 100, locale=locale, decimal_quantization=False)
    return format_decimal(number, locale=locale, decimal_quantization=False)


def advise_on_numbers(locale: Locale) -> str:
    """Say what to type."""
    return messages.type_number(*examples(locale))


def advise_on_whole_numbers(locale: Locale) -> str:
    """Say what to type where there is no fraction."""
    return messages.type_whole_number(examples(locale)[0])


def examples(locale: Locale) -> tuple[str, str]:
    """Return one number in its two usual spellings: without and with grouping."""
    return "1250", format_decimal(Decimal(1250), "#,##0.00", locale)


def _parts(digits: str, locale: Locale) -> tuple[str, str]:
    """Return the digits before and after the decimal separator."""
    first, *rest = SEPARATORS.split(digits)
    runs, separators = [first, *rest[1::2]], [separator[0] for separator in rest[::2]]
    if not separators or _all_group(separators, runs, locale):
        return _grouped(runs, separators, locale), ""
    *groups, last = separators
    if last in ALWAYS_GROUP or last in groups:
        raise _not_a_number(locale)
    return _grouped(runs[:-1], groups, locale), runs[-1]


def _all_group(separators: list[str], runs: list[str], locale: Locale) -> bool:
    """Tell whether all separators part thousands, and none a fraction."""
    if len(set(separators)) > 1 or separators[0] == ARABIC_DECIMAL:
        return False
    if len(separators) > 1 or separators[0] in ALWAYS_GROUP:
        return True
    whole, fraction = runs
    could_group = 1 <= len(whole) <= GROUP_DIGITS == len(fraction) and whole[0] != "0"
    if could_group and separators[0] not in _group_signs(locale):
        raise _either_of_two(whole, separators[0], fraction)
    return could_group


def _group_signs(locale: Locale) -> set[str]:
    """Return how the locale groups, in its own digits and in European ones."""
    systems = ("default", "latn")
    return {plain(get_group_symbol(locale, numbering_system=system)) for system in systems}


def _grouped(runs: list[str], separators: list[str], locale: Locale) -> str:
    """Join the digits of well-grouped thousands."""
    if separators and (len(set(separators)) > 1 or not GROUPED.fullmatch("-".join(runs))):
        raise _not_a_number(locale)
    return "".join(runs)


def _either_of_two(whole: str, separator: str, fraction: str) -> UnreadableError:
    """Offer both readings, each written so that it has no other."""
    short = fraction.rstrip("0") or "0"
    # Three digits again would be as unclear as before; a fourth makes it plain.
    clear = f"{short}0" if len(short) == GROUP_DIGITS else short
    typed, other = f"{whole}{separator}{fraction}", f"{whole}{separator}{clear}"
    return UnreadableError(messages.type_one_of_two(typed, whole + fraction, other))


def _not_a_number(locale: Locale) -> UnreadableError:
    return UnreadableError(advise_on_numbers(locale))
