"""The logos of forms, each under an address that names its content and so lasts for ever."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from leadframe.web.parts import parts

LASTING = "public, max-age=31536000, immutable"
# Opened by itself, an SVG picture is a document: it may have style, but no script, and no origin.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

blueprint = Blueprint("logos", __name__)


@blueprint.get("/f/<slug>/logo/<digest>", endpoint="logo")
def send_logo(slug: str, digest: str) -> Response:
    """Send a logo that the form has now."""
    given = parts().catalog.get(slug).logos.given()
    logo = next((logo for _mode, logo in given if logo.digest == digest), None)
    if logo is None:
        abort(404)
    response = Response(logo.content, mimetype=logo.media_type)
    response.headers["Cache-Control"] = LASTING
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response
