"""One log line a request: no query string, no receipt, no personal data."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

log = logging.getLogger("leadframe.requests")


def register(app: Flask) -> None:
    """Log every answer of `app`."""
    app.before_request(_start_the_clock)
    app.after_request(_log_the_answer)


def _start_the_clock() -> None:
    g.started_at = time.perf_counter()


def _log_the_answer(response: Response) -> Response:
    log.info(
        "request",
        extra={
            "method": request.method,
            # The rule, not the path: a path may hold a receipt, or anything a visitor typed.
            "route": request.url_rule.rule if request.url_rule else None,
            "slug": (request.view_args or {}).get("slug") if response.status_code < 400 else None,  # noqa: PLR2004 - HTTP errors
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.started_at) * 1000, 1),
        },
    )
    return response
