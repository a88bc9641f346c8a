"""One log line a request: no query string, no receipt, no personal data."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

# In the environment of a request that is our own.
UNLOGGED = "leadframe.unlogged"

log = logging.getLogger("leadframe.requests")


def register(app: Flask) -> None:
    """Log every answer of `app`."""
    app.before_request(_start_the_clock)
    app.after_request(_log_the_answer)


def _start_the_clock() -> None:
    g.started_at = time.perf_counter()


def _log_the_answer(response: Response) -> Response:
    if UNLOGGED not in request.environ:
        log_answer(
            method=request.method,
            # The rule, not the path: a path may hold a receipt, or anything a visitor typed.
            route=request.url_rule.rule if request.url_rule else None,
            slug=(request.view_args or {}).get("slug") if response.status_code < 400 else None,  # noqa: PLR2004 - HTTP errors
            status=response.status_code,
            began_at=g.started_at,
        )
    return response


def log_answer(
    *, method: str, route: str | None, slug: str | None, status: int, began_at: float
) -> None:
    """Log an answer; `began_at` is when its request came, by `time.perf_counter`."""
    if log.isEnabledFor(logging.INFO):
        milliseconds = round((time.perf_counter() - began_at) * 1000, 1)
        said = {"method": method, "route": route, "slug": slug, "status": status}
        log.info("request", extra={**said, "milliseconds": milliseconds})
