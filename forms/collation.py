"""Names in the order of a language's alphabet, as near as it gets without a collation library."""

from __future__ import annotations

import unicodedata

# Letters with a place of their own, after the letter they follow (CLDR, collation charts).
# Those of one place stand together; a space parts places.
ALPHABETS: dict[str, dict[str, str]] = {
    "da": {"z": "æä øö å"},
    "nb": {"z": "æä øö å"},
    "sv": {"z": "å äæ öø"},
    "fi": {"z": "å äæ öø"},
    "es": {"n": "ñ"},
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "ź ż"},
    "cs": {"c": "č", "r": "ř", "s": "š", "z": "ž"},
    "sk": {"a": "ä", "c": "č", "o": "ô", "s": "š", "z": "ž"},
    "hu": {"o": "öő", "u": "üű"},
    "et": {"s": "š z ž", "w": "õ ä ö ü"},
    "lt": {"c": "č", "s": "š", "z": "ž"},
    "lv": {"c": "č", "g": "ģ", "k": "ķ", "l": "ļ", "n": "ņ", "s": "š", "z": "ž"},
    "ro": {"a": "ă â", "i": "î", "s": "ș", "t": "ț"},
    "tr": {"c": "ç", "g": "ğ", "h": "ı", "o": "ö", "s": "ş", "u": "ü"},  # noqa: RUF001 - it is meant
    "is": {"a": "á", "d": "ð", "e": "é", "i": "í", "o": "ó", "u": "ú", "y": "ý", "z": "þ æ ö"},
    "hr": {"c": "č ć", "d": "đ", "s": "š", "z": "ž"},
    "sl": {"c": "č ć", "d": "đ", "s": "š", "z": "ž"},
}
# Letters that Unicode does not take apart.
APART = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
Key = tuple[list[tuple[str, int]], str]


def sort_key(text: str, language: str) -> Key:
    """Return what sorts a text by its letters; accents and case only where all else is the same."""
    places = _places(language)
    letters: list[tuple[str, int]] = []
    for sign in unicodedata.normalize("NFC", text.casefold()):
        letters += [places[sign]] if sign in places else [(each, 0) for each in _plain(sign)]
    return letters, text


def _places(language: str) -> dict[str, tuple[str, int]]:
    """Return the letters of an alphabet that stand after another, and how far after."""
    return {
        letter: (before, place)
        for before, following in ALPHABETS.get(language, {}).items()
        for place, letters in enumerate(following.split(), start=1)
        for letter in letters
    }


def _plain(sign: str) -> str:
    """Return a letter without its accents, and anything that is no letter as a space."""
    parts = unicodedata.normalize("NFKD", sign.translate(APART))
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(letter if letter.isalnum() else " " for letter in letters)
