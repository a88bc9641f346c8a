"""The developers' preview: every form, hosted and framed, and what the sandbox received."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from leadframe.web.headers import own_origin
from leadframe.web.page_styles import style_with
from leadframe.web.parts import parts
from leadframe.web.showcase import Showcase
from leadframe.web.stylesheet import Stylesheet

EXTENSION = "leadframe.preview"
MOST_SHOWN = 10

blueprint = Blueprint("preview", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the preview is told of the sandbox.

    Attributes:
        received: returns the requests that the sandbox received, oldest first.
        modes: the ways in which the sandbox can behave.
        mode: returns how it behaves now.
        set_mode: makes it behave otherwise.
    """

    received: Callable[[], Sequence[Mapping[str, Any]]]
    modes: Sequence[str]
    mode: Callable[[], str]
    set_mode: Callable[[str], None]

    STYLES: ClassVar[tuple[str, ...]] = ("tokens", "page", "preview", "media")


def register_preview(app: Flask, preview: Preview, stylesheet: Stylesheet) -> None:
    """Show the preview at `/`, and let its own pages frame every form."""
    app.extensions[EXTENSION] = (preview, stylesheet)
    app.register_blueprint(blueprint)
    app.before_request(_let_ourselves_frame)


def _let_ourselves_frame() -> None:
    g.always_frame_ancestors = (own_origin(),)


@blueprint.get("/")
def show_preview() -> Response:
    """Show one form in every shape it has; `?form=` says which, the first otherwise.

    `?theme=` and `?lang=` choose its look.
    """
    preview, stylesheet = current_app.extensions[EXTENSION]
    slugs = parts().catalog.slugs()
    slug = request.args.get("form", slugs[0] if slugs else "")
    if slugs and slug not in slugs:
        abort(404)
    style_with(stylesheet)
    g.frames_itself = True
    page = render_template(
        "preview.html",
        slugs=slugs,
        slug=slug,
        faults=parts().catalog.faults(),
        shown=Showcase.of(parts().catalog.get(slug)) if slug else None,
        modes=preview.modes,
        mode=preview.mode(),
        received=[_readable(record) for record in reversed(preview.received()[-MOST_SHOWN:])],
    )
    return make_response(page)


@blueprint.post("/preview/mode")
def set_sandbox_mode() -> WerkzeugResponse:
    """Make the sandbox behave, or misbehave, as asked."""
    preview, _stylesheet = current_app.extensions[EXTENSION]
    mode = request.form.get("mode", "")
    if mode not in preview.modes:
        abort(400)
    preview.set_mode(mode)
    shown: dict[str, Any] = {name: request.form.get(name) for name in ("form", "theme", "lang")}
    return redirect(url_for("preview.show_preview", **shown), 303)


def _readable(record: Mapping[str, Any]) -> str:
    return json.dumps(record, indent=2, ensure_ascii=False, default=str)
