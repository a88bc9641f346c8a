"""Wires the pages into an application."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from leadframe.web import errors, forms, headers, health, languages, logos, requests_log, results
from leadframe.web.application import Application
from leadframe.web.front import Front
from leadframe.web.incoming import Incoming
from leadframe.web.origins import Origins
from leadframe.web.page_styles import page_stylesheets
from leadframe.web.parts import Parts, parts_of
from leadframe.web.short_way import ShortWay
from leadframe.web.visits import opened_visit
from leadframe.web.without_thread import WithoutThread

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY_BYTES = 256 * 1024
MOST_FIELDS = 500


def register(app: Application, parts: Parts) -> None:
    """Add every public page, its headers and its error pages to `app`."""
    parts.install(app)
    app.request_class = Incoming
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    # Mended slashes would be a redirect to whatever host the request names.
    app.url_map.merge_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals["page_stylesheets"] = page_stylesheets
    app.jinja_env.globals["opened_visit"] = opened_visit
    languages.register(app, parts.translations)
    app.register_blueprint(forms.blueprint)
    app.register_blueprint(results.blueprint)
    app.register_blueprint(logos.blueprint)
    app.register_blueprint(health.blueprint)
    errors.register_error_pages(app)
    requests_log.register(app)
    app.before_request(headers.refuse_a_nameless_request)
    app.after_request(headers.set_page_headers)
    _wrap(app, parts)


def _wrap(app: Application, parts: Parts) -> None:
    """Set before the application what answers for it, and before all what believes proxies."""
    hops = parts.settings.trusted_proxies
    if most_bytes := parts.settings.page_cache_bytes:
        believing = partial(_believing, hops=hops)
        origins = Origins(app)
        short_way = ShortWay(app, origins)
        app.at_once = WithoutThread(short_way, parts=partial(parts_of, app), believing=believing)
        app.wsgi_app = short_way  # type: ignore[method-assign] # Flask's documented way
        clock = parts.catalog.clock
        front = Front(app, origins, most_bytes=most_bytes, believing=believing, clock=clock)
        app.at_hand = front.at_hand
        app.wsgi_app = front  # type: ignore[method-assign] # Flask's documented way
    if hops:
        app.wsgi_app = _believing(app.wsgi_app, hops)  # type: ignore[assignment, method-assign]


def _believing(app: WSGIApplication, hops: int) -> WSGIApplication:
    """Take address, scheme and host from that many proxies before us; from none by default."""
    if not hops:
        return app
    return ProxyFix(_with_a_web_scheme(app), x_for=hops, x_proto=hops, x_host=hops, x_port=hops)


def _with_a_web_scheme(app: WSGIApplication) -> WSGIApplication:
    """Take any scheme but https for http: a proxy may pass on what a visitor made up."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["wsgi.url_scheme"] != "https":
            environ["wsgi.url_scheme"] = "http"
        return app(environ, start_response)

    return answer
