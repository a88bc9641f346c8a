"""Who may keep a page, and for which requests it is good (RFC 9111; RFC 9110, 12.5.5)."""

from __future__ import annotations

from flask import Request, Response

from leadframe.web.parts import parts

# The browser may keep a page for the back button, and no one else may: an empty form, so that
# the same values sent once more meet their receipt; a step, which a browser could not show again.
FOR_GOING_BACK = "private, no-cache"
# The browser likewise; and what stands between may show it to others, token and all.
FOR_SOME_SECONDS = "max-age=0, s-maxage={seconds:d}"
VARY = "Accept-Language, Accept-Encoding"
OF_THE_LOOK = {"lang", "theme"}


def keep_for_going_back(response: Response, *, shares: bool = False) -> Response:
    """Let the visitor's browser keep a page.

    Args:
        response: the page.
        shares: whether it is nobody's own, so that others may see it where the settings say so.
    """
    seconds = parts().settings.page_shared_seconds if shares else 0
    shared = FOR_SOME_SECONDS.format(seconds=seconds)
    response.headers["Cache-Control"] = shared if seconds else FOR_GOING_BACK
    response.headers["Vary"] = VARY
    return response


def is_for_all(request: Request) -> bool:
    """Say whether nothing in the address may have filled in a field."""
    return set(request.args) <= OF_THE_LOOK
