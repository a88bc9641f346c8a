"""The countries and languages of the world by their codes, named in any language (CLDR)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from babel import Locale

from forms.collation import sort_key
from leadframe.languages import FALLBACK

CODE_LENGTH = 2
# Regions of CLDR that are no countries of ISO 3166-1: unions, islands of others, and test data.
NO_COUNTRIES = {
    *("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"),
}
# Languages that CLDR names besides the one code they now have.
NO_LANGUAGES = {"bh", "in", "iw", "ji", "jw", "mo", "sh", "tl"}
ENGLISH = Locale.parse(FALLBACK)

Named = tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def countries(locale: Locale) -> Named:
    """Return (code, name) of every country, sorted as the locale sorts.

    The codes are those of ISO 3166-1, two capitals, and XK, which is in use for Kosovo.
    """
    codes = _codes(ENGLISH.territories) - NO_COUNTRIES
    return _named(codes, locale.territories, ENGLISH.territories, locale)


@lru_cache(maxsize=64)
def languages(locale: Locale) -> Named:
    """Return (code, name) of every language of ISO 639-1, sorted as the locale sorts."""
    codes = _codes(ENGLISH.languages) - NO_LANGUAGES
    return _named(codes, locale.languages, ENGLISH.languages, locale)


# By the type of field that offers them.
WORLD: dict[str, Callable[[Locale], Named]] = {"country": countries, "language": languages}


def _codes(names: Mapping[str, str]) -> set[str]:
    return {code for code in names if len(code) == CODE_LENGTH and code.isalpha()}


def _named(
    codes: set[str], names: Mapping[str, str], in_english: Mapping[str, str], locale: Locale
) -> Named:
    named = [(code, _as_in_a_list(names.get(code) or in_english[code])) for code in codes]
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], locale.language)))


def _as_in_a_list(name: str) -> str:
    # CLDR writes names as within a sentence, where many languages have small letters.
    return name[:1].title() + name[1:]
