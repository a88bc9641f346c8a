"""Which language a page is in: a form's, or of those that our own words exist in."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel

from forms.locales import FALLBACK, locale_of
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
    Babel(
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


def _asked_for(languages: tuple[str, ...]) -> str | None:
    asked = request.args.get("lang", "")
    return asked if asked in languages else request.accept_languages.best_match(languages)


def _locale_of_page() -> Locale:
    return locale_of(page_language())
