"""Languages by their tags (BCP 47): which one serves whom, and how it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.core import get_global

FALLBACK = "en"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
# The scripts, by ISO 15924, of the languages that CLDR knows to run so.
SCRIPTS_FROM_THE_RIGHT = {"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"}
# Our own words are in English, and in translations/ for all of these.
SPOKEN = ("en", "ar", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv")
# Norwegian of either kind: our words, and CLDR's, are there in Bokmål.
ALIASES = {"no": "nb", "nn": "nb"}


class Words(str):
    """Words that may be in another language than the page they stand on.

    `language` is that other language, and "" where they are in the page's own.
    """

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, *, language: str = "") -> Self:
        """Return words, in the page's language unless another is given."""
        self = super().__new__(cls, words)
        self.language = language
        return self


def foreign_language(words: str) -> str:
    """Return the language of words where it is not the page's, else ""."""
    return words.language if isinstance(words, Words) else ""


def find_language(wanted: Iterable[str], languages: Sequence[str]) -> str | None:
    """Return which of `languages` serves the first of the wanted tags that any of them can.

    Whoever asks for "de-CH" reads "de" too, and the other way round (RFC 4647, 3.4): of several
    the one with the most in common is taken, and of those the plainest.
    """
    for tag in wanted:
        asked = _subtags(tag)
        alike = [language for language in languages if _subtags(language)[0] == asked[0]]
        if alike:
            return max(alike, key=lambda language: _likeness(_subtags(language), asked))
    return None


def _subtags(tag: str) -> list[str]:
    base, *rest = tag.lower().replace("_", "-").split("-")
    return [ALIASES.get(base, base), *rest]


def _likeness(subtags: list[str], asked: list[str]) -> tuple[int, int]:
    in_common = takewhile(lambda pair: pair[0] == pair[1], zip(subtags, asked, strict=False))
    return len(list(in_common)), -len(subtags)


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


def direction_of(language: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    return direction_of_locale(locale_of(language))


def direction_of_locale(locale: Locale) -> str:
    """Return the same for a locale.

    It goes by the script. Babel's own answer would load all that CLDR knows of the language.
    """
    likely = get_global("likely_subtags").get(locale.language, "")
    script = locale.script or likely.partition("_")[2].partition("_")[0]
    return RIGHT_TO_LEFT if script in SCRIPTS_FROM_THE_RIGHT else LEFT_TO_RIGHT


def own_direction_of(words: str) -> str:
    """Return how words run by their first letter that runs either way (UAX 9, P2); "" for none."""
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return LEFT_TO_RIGHT
        if kind in {"R", "AL"}:
            return RIGHT_TO_LEFT
    return ""


def name_of(language: str) -> str:
    """Return a language's own name for itself, such as "Dansk"; its tag if nobody knows it."""
    try:
        name = Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]
