from __future__ import annotations

import phonenumbers
import pytest

from forms.world import countries, languages
from leadframe.languages import SPOKEN, locale_of

# What is called a region there and is none of ISO 3166-1.
ISLANDS = {"AC", "TA"}


@pytest.mark.parametrize("language", [*SPOKEN, "ja", "cy"])
def test_every_country_and_language_has_a_name_everywhere(language: str) -> None:
    for named, fewest in ((countries, 250), (languages, 180)):
        pairs = named(locale_of(language))
        assert len(pairs) == len({code for code, _ in pairs}) >= fewest
        assert all(name.strip() for _, name in pairs)


def test_every_country_with_phones_is_there() -> None:
    assert dict(countries(locale_of("en"))).keys() >= phonenumbers.SUPPORTED_REGIONS - ISLANDS


@pytest.mark.parametrize(
    ("language", "denmark", "danish", "last"),
    [
        ("en", "Denmark", "Danish", "Zimbabwe"),
        ("da", "Danmark", "Dansk", "\xc5land"),
        ("fr", "Danemark", "Danois", "Zimbabwe"),
        ("sv", "Danmark", "Danska", "\xd6sttimor"),
    ],
)
def test_they_are_named_and_sorted_as_in_the_language(
    language: str, denmark: str, danish: str, last: str
) -> None:
    locale = locale_of(language)
    assert dict(countries(locale))["DK"] == denmark
    assert dict(languages(locale))["da"] == danish
    assert countries(locale)[-1][1] == last
