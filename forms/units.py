"""The signs that stand beside a number: a currency's, or a percent sign."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale
from babel.languages import get_official_languages
from babel.numbers import get_currency_symbol, is_currency

from forms.cleaning import plain
from leadframe.languages import locale_of

PERCENT = ("%",)
WORDS_AND_SIGNS = re.compile(r"[^\W\d_]+|[^\w\s]")


def without_unit(text: str, units: tuple[str, ...]) -> str:
    """Take one unit away, before or after a number in plain signs and lower case."""
    # A minus may stand before the unit: "-€ 5".
    minus = "-" if text.startswith("-") else ""
    rest = text.removeprefix("-").strip()
    for unit in units:
        if rest.startswith(unit):
            return minus + rest.removeprefix(unit).strip()
        if rest.endswith(unit):
            return minus + rest.removesuffix(unit).strip()
    return text


@lru_cache(maxsize=256)
def signs_of(currency: str, locale: Locale) -> tuple[str, ...]:
    """Return how a currency is written in a locale and at home, longest first, in lower case.

    An ISO 4217 code begins with its country's code, which tells where home is.
    """
    home = currency[:2]
    languages = get_official_languages(home, de_facto=True)
    places = [locale, *(locale_of(language, home) for language in languages)]
    signs = {currency, *(get_currency_symbol(currency, place) for place in places)}
    # Dollars are told apart as US$ and CA$; a sign's full stop is often left out.
    signs |= {home + sign for sign in signs} | {sign.removesuffix(".") for sign in signs}
    return tuple(sorted({plain(sign).casefold() for sign in signs}, key=len, reverse=True))


def names_a_currency(text: str) -> bool:
    """Tell whether some currency's code or sign is in a text."""
    return any(
        is_currency(word.upper()) or unicodedata.category(word[0]) == "Sc"
        for word in WORDS_AND_SIGNS.findall(text)
    )
