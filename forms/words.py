"""Words on a page, marked where they are in another language than the page (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import get_locale
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from leadframe.languages import (
    FALLBACK,
    LEFT_TO_RIGHT,
    SPOKEN,
    Words,
    direction_of,
    direction_of_locale,
    foreign_language,
    own_direction_of,
)

MARKED = Markup('<span lang="{language}" dir="{direction}">{words}</span>')
# For words in nobody knows which language: else their full stop would be at the wrong end.
ISOLATED = Markup("<bdi>{words}</bdi>")


def register(app: Flask) -> None:
    """Let the templates mark what is in another language than the page.

    `{{ page.title | said }}` does so for words that know their language, and `_("...")` for our
    own. Where there can be no element, in a <title>, an <option> or an attribute, a template
    calls `gettext("...")` and leaves the filter out; an <option> has `direction_here`.
    """
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["said_as"] = said_as
    app.jinja_env.filters["direction_here"] = direction_here
    app.jinja_env.globals["_"] = _say_ours
    app.jinja_env.globals["language_of_ours"] = language_of_ours


def ours(words: str) -> Words:
    """Return words of ours, which are in English on a page whose language we do not speak."""
    locale = get_locale()
    is_spoken = locale is None or locale.language in SPOKEN
    return Words(words, language="" if is_spoken else FALLBACK)


def language_of_ours() -> str:
    """Return the tag of the language that our own words are in on this page."""
    return ours("").language or str(get_locale() or FALLBACK).replace("_", "-")


def said(words: str) -> str:
    """Return words as a template says them."""
    return said_as(words, words)


def said_as(markup: str, words: str) -> str:
    """Return markup as a template says the words in it: marked as one, not piece by piece.

    Pieces that are marked one by one change places in a page that runs the other way.
    """
    if language := foreign_language(words):
        return _marked(markup, language)
    return ISOLATED.format(words=markup) if direction_here(words) else markup


def direction_here(words: str) -> str:
    """Return the direction of words that do not run as their page does, else ""."""
    language = foreign_language(words)
    direction = direction_of(language) if language else own_direction_of(words)
    locale = get_locale()
    here = direction_of_locale(locale) if locale else LEFT_TO_RIGHT
    return "" if direction == here else direction


def _marked(words: str, language: str) -> Markup:
    return MARKED.format(words=words, language=language, direction=direction_of(language))


@pass_context
def _say_ours(context: Context, message: str, **variables: Any) -> Markup:
    words = Markup(context.call(context.resolve("gettext"), message, **variables))  # noqa: S704 - it escaped them
    language = ours(words).language
    return _marked(words, language) if language else words
