"""The locale whose habits a form's numbers and dates follow."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

FALLBACK = "en"
# Norwegian of either kind: our words, and CLDR's, are there in Bokmål.
ALIASES = {"no": "nb", "nn": "nb"}


@lru_cache(maxsize=256)
def locale_of(language: str, region: str | None = None) -> Locale:
    """Return the locale of a language as it is written in a region.

    A region that the language itself names wins ("de-CH" in a form for DE); one that the
    language is not at home in is left out; an unknown language counts as English.
    """
    named, dash, rest = language.partition("-")
    base = ALIASES.get(named, named)
    candidates = [f"{base}-{region}"] if region and not dash else []
    for tag in (*candidates, f"{base}{dash}{rest}", base):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)
