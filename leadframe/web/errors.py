"""Every error is a page of ours, in words for the person who meets it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from leadframe.errors import LedgerUnavailableError, TooManyAnswersError, UnknownFormError

log = logging.getLogger(__name__)
RETRY_SECONDS = {429: 60, 503: 30}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says."""

    heading: LazyString
    message: LazyString


PAGES = {
    400: ErrorPage(
        lazy_gettext("This request cannot be read"),
        lazy_gettext("Go back and try once more."),
    ),
    404: ErrorPage(
        lazy_gettext("Page not found"),
        lazy_gettext(
            "There is nothing at this address. Check that you have the whole link, or ask whoever"
            " gave it to you for a new one."
        ),
    ),
    405: ErrorPage(
        lazy_gettext("This page cannot be used that way"),
        lazy_gettext("Open the form and send it from there."),
    ),
    413: ErrorPage(
        lazy_gettext("Your message is too long"),
        lazy_gettext("Nothing was sent. Go back, make the text shorter and send it again."),
    ),
    415: ErrorPage(
        lazy_gettext("This kind of message cannot be read"),
        lazy_gettext("Nothing was sent. Open the form and send it from there."),
    ),
    429: ErrorPage(
        lazy_gettext("Too many messages at once"),
        lazy_gettext("Nothing was sent. Wait a minute, go back and send it again."),
    ),
    500: ErrorPage(
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext(
            "Go back and send the form again. If it was stored already, it is not sent twice."
        ),
    ),
    503: ErrorPage(
        lazy_gettext("Not available just now"),
        lazy_gettext("We cannot look this up at the moment. Try again in half a minute."),
    ),
}


def register_error_pages(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(UnknownFormError, show_unknown_form)
    app.register_error_handler(TooManyAnswersError, show_too_long)
    app.register_error_handler(LedgerUnavailableError, show_unavailable)
    app.register_error_handler(Exception, show_fault)


def error_page(status: int) -> Response:
    """Return the page for a status; one we have no words for gets those of its class."""
    known = status if status in PAGES else (500 if status >= 500 else 400)  # noqa: PLR2004 - 5xx
    response = make_response(render_template("error.html", error=PAGES[known]), status)
    return ask_to_come_back(response)


def ask_to_come_back(response: Response, *, seconds: int | None = None) -> Response:
    """Say in Retry-After when a refusal that passes is worth another try (RFC 9110, 10.2.3).

    Args:
        response: the refusal.
        seconds: in how many seconds; by its status where nobody knows better.
    """
    known = seconds or RETRY_SECONDS.get(response.status_code)
    if known:
        response.headers["Retry-After"] = str(known)
    return response


def show_http_error(error: HTTPException) -> Response:
    """Show what Flask or Werkzeug refused."""
    response = error_page(error.code or 500)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def show_unknown_form(_error: UnknownFormError) -> Response:
    """Show that there is no such form."""
    return error_page(404)


def show_too_long(_error: TooManyAnswersError) -> Response:
    """Show that more was written than the pages of a form can carry."""
    return error_page(413)


def show_unavailable(_error: LedgerUnavailableError) -> Response:
    """Show that the ledger does not answer."""
    return error_page(503)


def show_fault(error: Exception) -> Response:
    """Show that we failed, and log where: the error's own text may hold what a visitor typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error(
        "fault in a request",
        extra={"error": type(error).__name__, "where": where, "endpoint": request.endpoint},
    )
    return error_page(500)
