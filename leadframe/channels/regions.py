"""The countries that have phone numbers of their own."""

from __future__ import annotations

from babel.core import get_global

CODE_LENGTH = 2
# CLDR's regions where nobody lives, or that call by another's numbers.
WITHOUT_PHONES = {
    *("AQ", "BV", "CP", "CQ", "DG", "EA", "GS", "HM", "IC", "PN", "TF", "UM", "ZZ"),
}


def has_phones(code: str) -> bool:
    """Tell whether a code is such a country's, as ISO 3166-1 writes it.

    The library that reads phone numbers knows as well, but is slow to load.
    """
    is_region = len(code) == CODE_LENGTH and code in get_global("territory_languages")
    return is_region and code not in WITHOUT_PHONES
