"""Slips of the keyboard in the domains of the largest mail providers: "gmial.com".

A suggestion is only ever a question. It is made where one slip parts a domain from one that
millions use, no second provider is as near, and the domain is not known to be somebody's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

# Coined names, which are nobody else's: what is near them was meant for them. Each with the
# suffixes that it has mailboxes under, in the countries whose languages we speak and worldwide.
PROVIDERS: dict[str, tuple[str, ...]] = {
    "gmail": ("com",),
    "googlemail": ("com",),
    "hotmail": (
        *("com", "co.uk", "com.br", "com.ar", "be", "ca", "ch", "de", "dk", "es", "fi", "fr"),
        *("it", "nl", "no", "se"),
    ),
    "outlook": (
        *("com", "com.br", "com.ar", "com.au", "at", "be", "cl", "de", "dk", "es", "fr", "ie"),
        *("in", "it", "pt", "sa"),
    ),
    "yahoo": (
        *("com", "co.uk", "co.in", "com.ar", "com.au", "com.br", "com.mx", "ca", "de", "dk"),
        *("es", "fr", "ie", "it", "no", "pl", "se"),
    ),
    "icloud": ("com",),
    "protonmail": ("com", "ch"),
    "wanadoo": ("fr",),
    "laposte": ("net",),
    "btinternet": ("com",),
}
# Domains one slip away that are somebody's own.
OTHERS = {"gail.com", "ourlook.com"}
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# The suffixes that are mistyped most; of country codes each is another's.
MISTYPED_SUFFIXES = {
    "com": (
        *("cm", "om", "co", "con", "cmo", "ocm", "comm", "coom", "ccom", "cim", "cpm", "vom"),
        *("xom", "comn", "como"),
    ),
    "net": ("nett", "ner", "ney", "bet", "met", "ent", "nte"),
}


def slips(name: str) -> set[str]:
    """Return what one slip makes of a name: a letter left out, doubled, hit beside, or swapped.

    The first letter is left alone: "mail", "email" and "ymail" are providers themselves.
    """
    wrong: set[str] = set()
    for place in range(1, len(name)):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        wrong |= {before + after, before + letter + letter + after}
        wrong |= {before + near + after for near in _beside(letter)}
        wrong |= {before + after[:1] + letter + after[1:]}
    return wrong - {name}


def _beside(letter: str) -> set[str]:
    """Return the letters around a key."""
    found = set()
    for number, row in enumerate(KEYBOARD):
        place = row.find(letter)
        if place < 0:
            continue
        found |= set(row[max(place - 1, 0) : place + 2])
        if number:
            found |= set(KEYBOARD[number - 1][place : place + 2])
        for lower in KEYBOARD[number + 1 : number + 2]:
            found |= set(lower[max(place - 1, 0) : place + 1])
    return found - {letter}


def _slipped() -> Iterator[tuple[str, str]]:
    """Yield every (wrong domain, right domain) that one slip parts."""
    for name, suffixes in PROVIDERS.items():
        for suffix in suffixes:
            yield from ((f"{wrong}.{suffix}", f"{name}.{suffix}") for wrong in slips(name))
            mistyped = MISTYPED_SUFFIXES.get(suffix, ())
            yield from ((f"{name}.{wrong}", f"{name}.{suffix}") for wrong in mistyped)


def _unmistakable() -> dict[str, str]:
    """Return what each wrong domain was meant to be, where it is nobody's and only one is near."""
    meant: dict[str, set[str]] = defaultdict(set)
    for wrong, right in _slipped():
        meant[wrong].add(right)
    own = OTHERS | {right for rights in meant.values() for right in rights}
    return {
        wrong: rights.pop()
        for wrong, rights in meant.items()
        if wrong not in own and len(rights) == 1
    }


_MEANT = _unmistakable()


def meant_domain(domain: str) -> str:
    """Return the domain that was most likely meant by one in lower case; "" if it is its own."""
    return _MEANT.get(domain, "")
