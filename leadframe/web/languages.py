"""Which language a page is in: a form's, or of those that our own words exist in."""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from flask import Flask, g, has_request_context, request
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from forms import words
from leadframe.channels import FormDefinition
from leadframe.languages import FALLBACK, SPOKEN, direction_of, find_language, locale_of


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
    words.register(app)
    app.jinja_env.globals["page_language"] = page_language
    app.jinja_env.globals["words_language"] = words_language
    app.jinja_env.globals["direction_of"] = direction_of


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


def words_language() -> str:
    """Return the language of a page that is all ours: English where we have no words in its own."""
    return find_language([page_language()], SPOKEN) or FALLBACK


def _asked_for(languages: tuple[str, ...]) -> str | None:
    accepted = request.headers.get("Accept-Language", "")
    return preferred_language(languages, request.args.get("lang", ""), accepted)


def preferred_language(languages: tuple[str, ...], lang: str, accepted: str) -> str | None:
    """Return which of `languages` a visitor reads best, if any.

    Args:
        languages: those that there are.
        lang: what the address asks for.
        accepted: the header Accept-Language (RFC 9110, 12.5.4).
    """
    tags = [tag for tag, q in parse_accept_header(accepted, LanguageAccept) if q > 0]
    return find_language([lang, *tags], languages)


def _locale_of_page() -> Locale:
    return locale_of(page_language())
