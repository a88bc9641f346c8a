"""What a request asks for, read by hand: only what is known exactly is read at all."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.http import parse_accept_header

from leadframe.languages import find_language
from leadframe.serving import Asked, environ_of
from leadframe.web.languages import preferred_language
from leadframe.web.rendering import Manner, Place
from leadframe.web.visits import THEMES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOSTED, FRAMED = "/f/", "/embed"
# What is longer than browsers say is not remembered, and so left to Flask.
LONGEST_REMEMBERED = 256
MOST_FACTS = 512
REMEMBERED = 1024
# The headers that a page may depend on.
READ = (
    *("host", "upgrade", "accept-language", "accept-encoding"),
    *("x-forwarded-host", "x-forwarded-proto", "x-forwarded-port"),
)
PLAIN = string.ascii_letters + string.digits + "-"


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
        return Place(slug[: -len(FRAMED)], True)
    return Place(slug, False)


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


class Asking(NamedTuple):
    """What a request says besides its form's address.

    Attributes:
        look: what it is asked to be like.
        origin: by which we are known to the visitor.
        accepted: the header Accept-Language.
        encoding: how its bytes may be coded; "" as they are.
    """

    look: Look
    origin: str
    accepted: str
    encoding: str


@lru_cache(maxsize=REMEMBERED)
def manner_of(asking: Asking, languages: tuple[str, ...]) -> Manner:
    """Return how a page of a form in these languages is to be."""
    (lang, theme), origin, accepted, encoding = asking
    language = preferred_language(languages, lang, accepted) or languages[0]
    return Manner(origin, language, find_language([lang], languages) or "", theme, encoding)


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


# A query and the headers of READ, None where one is not there.
Said = tuple[str | None, ...]
# A path, and what else is said.
Facts = tuple[str, Said]


def facts_of(asked: Asked) -> Facts:
    """Return all of a request that it depends on which page is opened."""
    _method, path, query, headers = asked
    return path, (query, *map(headers.get, READ))


def is_memorable(said: Said) -> bool:
    """Say whether a request names a host, and says no more than browsers do."""
    _query, host, *_others = said
    return host is not None and len("".join(filter(None, said))) <= MOST_FACTS


def environ_by(said: Said) -> WSGIEnvironment:
    """Return what a WSGI application is told by a request that says this and nothing else."""
    query, *values = said
    headers = [(name, value) for name, value in zip(READ, values, strict=True) if value is not None]
    return environ_of(method="GET", path="/", query=query or "", headers=headers)
