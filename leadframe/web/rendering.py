"""What Flask answers to a form's address, asked by ourselves: what is kept is nobody's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from werkzeug.test import create_environ, run_wsgi_app

from forms.token import Token, TokenSigner
from leadframe.errors import ExpiredTokenError, InvalidTokenError
from leadframe.web.requests_log import UNLOGGED
from leadframe.web.splices import Halves

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Headers = list[tuple[str, str]]


# The rules of a form's addresses, as log lines name them.
HOSTED_ROUTE, EMBEDDED_ROUTE = "/f/<slug>", "/f/<slug>/embed"


class Place(NamedTuple):
    """A form's address."""

    slug: str
    embedded: bool

    @property
    def path(self) -> str:
        """The address itself."""
        return f"/f/{self.slug}{'/embed' if self.embedded else ''}"

    @property
    def route(self) -> str:
        """The rule that its address is by."""
        return EMBEDDED_ROUTE if self.embedded else HOSTED_ROUTE


class Manner(NamedTuple):
    """All that a page depends on besides its form.

    `lang` and `theme` are what the address asks for and the form has; "" where it asks for none.
    """

    origin: str
    language: str
    lang: str
    theme: str
    encoding: str

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks for, by the names that it has there."""
        asked = {"lang": self.lang, "theme": self.theme}
        return {name: value for name, value in asked.items() if value}


# Which page is wanted: everything that it depends on, but what its channel file says.
Wanted = tuple[Place, Manner]


class Rendered(NamedTuple):
    """A page that differs from one visitor to the next by its token alone."""

    headers: Headers
    halves: Halves
    token: Token


def render(app: WSGIApplication, tokens: TokenSigner, wanted: Wanted) -> Rendered | None:
    """Render a page, or return None where it is not the same for all visitors.

    It is rendered twice: what differs besides the token would be kept for everybody.
    """
    first = _ask(app, wanted)
    second = _ask(app, wanted) if first else None
    if not first or not second:
        return None
    headers, halves = first
    is_steady = second == (headers, halves._replace(token=second[1].token))
    place, _manner = wanted
    token = _read(tokens, place.slug, halves.token)
    is_fresh = len(halves.token) == len(second[1].token) and halves.token != second[1].token
    return Rendered(headers, halves, token) if is_steady and is_fresh and token else None


def _ask(app: WSGIApplication, wanted: Wanted) -> tuple[Headers, Halves] | None:
    place, manner = wanted
    environ = create_environ(
        place.path,
        base_url=manner.origin,
        query_string=urlencode(manner.asked),
        headers={"Accept-Language": manner.language},
    )
    environ[UNLOGGED] = True
    pieces, status, headers = run_wsgi_app(app, environ, buffered=True)
    halves = Halves.of(b"".join(pieces))
    if not status.startswith("200 ") or not halves:
        return None
    return _without_length(headers), halves


def _without_length(headers: Iterable[tuple[str, str]]) -> Headers:
    return [(name, value) for name, value in headers if name != "Content-Length"]


def _read(tokens: TokenSigner, slug: str, token: bytes) -> Token | None:
    try:
        return tokens.read(slug, token.decode())
    except (InvalidTokenError, ExpiredTokenError):
        return None
