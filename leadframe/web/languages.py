"""Which language a page is in: a form's, or of those that our own words exist in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

from forms.locales import ALIASES, FALLBACK, locale_of
from leadframe.channels import FormDefinition

# Our own words are in English, and in translations/ for all of these.
SPOKEN = ("en", "ar", "da", "de", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "sv")
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


def register(app: Flask, translations: Path) -> None:
    """Have every page of `app` speak the language that its visitor reads.

    Args:
        app: the application.
        translations: the folder of the catalogs.
    """
    Babel(  # type: ignore[no-untyped-call]  # Flask-Babel types only in part
        app,
        default_translation_directories=str(translations),
        locale_selector=_locale_of_page,
    )


def choose_language(definition: FormDefinition) -> str:
    """Return the form's language for this request: `?lang=`, Accept-Language, or its first.

    From then on the whole page is in it.
    """
    g.language = _asked_for(definition.languages) or definition.languages[0]
    return str(g.language)


def page_language() -> str:
    """Return the language of the page: its form's, or what the visitor reads best of ours."""
    if "language" in g:
        return str(g.language)
    return (_asked_for(SPOKEN) if has_request_context() else None) or FALLBACK


def direction_of(language: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def words_language() -> str:
    """Return the language of our own words on the page: English where we have none in its own."""
    return find_language([page_language()], SPOKEN) or FALLBACK


def find_language(wanted: Iterable[str], languages: tuple[str, ...]) -> str | None:
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


def _asked_for(languages: tuple[str, ...]) -> str | None:
    accepted = [tag for tag, quality in request.accept_languages if quality > 0]
    return find_language([request.args.get("lang", ""), *accepted], languages)


def _locale_of_page() -> Locale:
    return locale_of(page_language())
