"""What a request asks for, read by hand: only what is known exactly is read at all."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.http import parse_accept_header

from leadframe.languages import find_language
from leadframe.web.languages import preferred_language
from leadframe.web.visits import THEMES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOSTED, FRAMED = "/f/", "/embed"
# What is longer than browsers say is not remembered, and so left to Flask.
LONGEST_REMEMBERED = 256
REMEMBERED = 1024
PLAIN = string.ascii_letters + string.digits + "-"


class Place(NamedTuple):
    """A form's address."""

    slug: str
    embedded: bool


class Look(NamedTuple):
    """What an address asks for: a language and a theme, "" where it asks for none."""

    lang: str = ""
    theme: str = ""


def place_of(path: str) -> Place | None:
    """Return which form a path may lead to; the slug is yet to be found."""
    if not path.startswith(HOSTED):
        return None
    slug = path[len(HOSTED) :]
    if slug.endswith(FRAMED):
        return Place(slug[: -len(FRAMED)], embedded=True)
    return Place(slug, embedded=False)


@lru_cache(maxsize=REMEMBERED)
def look_of(query: str) -> Look | None:
    """Return what a query asks for, or None if it says anything else: it may fill in fields."""
    said: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if name not in Look._fields or name in said or value.strip(PLAIN):
            return None
        said[name] = value
    return Look(said.get("lang", ""), said["theme"] if said.get("theme") in THEMES else "")


class Spoken(NamedTuple):
    """The language of a page, and the same where its address asks for it."""

    language: str
    lang: str


@lru_cache(maxsize=REMEMBERED)
def spoken(languages: tuple[str, ...], lang: str, accepted: str) -> Spoken:
    """Return which of a form's languages a visitor reads."""
    language = preferred_language(languages, lang, accepted) or languages[0]
    return Spoken(language, find_language([lang], languages) or "")


@lru_cache(maxsize=REMEMBERED)
def takes_gzip(accepted: str) -> bool:
    """Say whether a client can read gzip (RFC 9110, 12.5.3)."""
    return parse_accept_header(accepted).quality("gzip") > 0


def is_short(environ: WSGIEnvironment) -> bool:
    """Say whether what would be remembered of a request is no more than browsers say."""
    say = environ.get
    return (
        len(say("QUERY_STRING", "")) <= LONGEST_REMEMBERED
        and len(say("HTTP_HOST", "")) <= LONGEST_REMEMBERED
        and len(say("HTTP_ACCEPT_LANGUAGE", "")) <= LONGEST_REMEMBERED
        and len(say("HTTP_ACCEPT_ENCODING", "")) <= LONGEST_REMEMBERED
    )
