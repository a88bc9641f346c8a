"""The headers of every page (CSP 3, Fetch, Referrer Policy)."""

from __future__ import annotations

from flask import Request, Response, abort, g, request

from leadframe.channels import FormDefinition
from leadframe.web.page_styles import page_stylesheets
from leadframe.web.parts import parts

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
# A partner's page that asks for cross-origin isolation can frame a form only with both.
FRAMEABLE = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
# CSP's word for an empty list of sources.
NONE = "'none'"
UNFRAMEABLE = {"X-Frame-Options": "DENY"}
# RFC 6797. It names this host alone: nothing is known of those below it.
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=63072000"}


def own_origin() -> str:
    """Return the origin visitors know us by: PUBLIC_URL, or in development the request's.

    It is empty where the request names no host that could be one.
    """
    return origin_of(request, parts().settings.public_url)


def origin_of(asked: Request, public_url: str | None) -> str:
    """Return the same for any request."""
    if public_url:
        return public_url
    return f"{asked.scheme}://{asked.host.lower()}" if asked.host else ""


def refuse_a_nameless_request() -> None:
    """Refuse a request that leaves us without an origin to send a visitor to."""
    if not own_origin():
        abort(400)


def allow_framing(definition: FormDefinition) -> None:
    """Let the form's partners frame the answer to this request."""
    g.frame_ancestors = definition.embed.origins


def frame_ancestors() -> tuple[str, ...]:
    """Return the origins that may frame the answer: partners, and in development the preview."""
    return (*g.get("frame_ancestors", ()), *g.get("always_frame_ancestors", ()))


def set_page_headers(response: Response) -> Response:
    """Give the response the headers of a public page: nothing may frame it unless allowed."""
    response.headers.setdefault("Content-Security-Policy", _page_policy())
    response.headers.update(EVERYWHERE)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.update(FRAMEABLE if frame_ancestors() else UNFRAMEABLE)
    if (parts().settings.public_url or "").startswith("https:"):
        response.headers.update(ONLY_HTTPS)
    return response


def _page_policy() -> str:
    framers = " ".join(frame_ancestors()) or NONE
    styles = " ".join(stylesheet.source for stylesheet in page_stylesheets())
    origin = own_origin()
    frame_source = f"; frame-src {origin}" if g.get("frames_itself") else ""
    # "data:" is for the empty icon, which spares a request, and for nothing else.
    return (
        f"default-src 'none'; style-src {styles};"
        f" img-src 'self' data:; form-action {origin or NONE}; base-uri 'none'"
        f"{frame_source}; frame-ancestors {framers}"
    )
