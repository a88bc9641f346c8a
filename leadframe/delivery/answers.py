"""What an answer of the lead API proves about the lead that was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from leadframe.delivery.words import safe_id, safe_words
from leadframe.ledger import Outcome, Verdict

RETRY_AFTER_MAX_SECONDS = 6 * 3600.0

NOT_NOW = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
MISCONFIGURED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def judge(status: int, headers: Mapping[str, str], body: bytes, *, now: float) -> Outcome:
    """Say what an answer to `lead_external` proves.

    A gateway stands before the API and answers in its own words, HTML or JSON:

    - 400 refuses the lead for good, and so counts only in the API's words, `{"error": ...}`.
      From a gateway it says nothing about the lead, which must not be given up for it nor be
      sent again: a person decides.
    - 401, 403 and 404 count from both. The API answers so before it creates anything, and a
      gateway that knows no such address or lets nobody in has passed nothing on. Either way no
      lead of the form can arrive until somebody mends it, and none is lost meanwhile.

    Args:
        status: the HTTP status.
        headers: the headers, by names in any case if the mapping says so.
        body: the body, or as much of it as was read.
        now: Unix seconds, for a Retry-After that is a date.
    """
    answer = _read_json(body)
    error = _describe(status, answer)
    if HTTPStatus(200) <= status < HTTPStatus(300):
        return _judge_success(status, answer)
    if status == HTTPStatus.BAD_REQUEST and _error_text(answer):
        return Outcome(verdict=Verdict.REFUSED, http_status=status, error=error)
    if status in MISCONFIGURED:
        return Outcome(verdict=Verdict.MISCONFIGURED, http_status=status, error=error)
    if status in NOT_NOW:
        return Outcome(
            verdict=Verdict.NOT_SENT,
            http_status=status,
            retry_after_seconds=retry_after_seconds(headers.get("Retry-After"), now=now),
            error=error,
        )
    return Outcome(verdict=Verdict.AMBIGUOUS, http_status=status, error=error)


def retry_after_seconds(value: str | None, *, now: float) -> float | None:
    """Read a Retry-After header, given in seconds or as an HTTP date, capped at six hours.

    Args:
        value: the header, if there is one; what cannot be read counts as none.
        now: Unix seconds.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # Digits beyond the cap's own number need no reading: int() refuses thousands of them.
        return min(float(text[:12]), RETRY_AFTER_MAX_SECONDS)
    try:
        at = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None
    return min(max(at - now, 0.0), RETRY_AFTER_MAX_SECONDS)


def _judge_success(status: int, answer: object) -> Outcome:
    """Only the new lead's id proves that there is a lead."""
    lead = answer.get("lead") if isinstance(answer, dict) else None
    given = lead.get("id") if isinstance(lead, dict) else None
    upstream_id = safe_id(given) if isinstance(given, str) else ""
    if not upstream_id:
        error = f"{status} without a lead id"
        return Outcome(verdict=Verdict.AMBIGUOUS, http_status=status, error=error)
    return Outcome(verdict=Verdict.DELIVERED, http_status=status, upstream_id=upstream_id)


def _read_json(body: bytes) -> object:
    try:
        return json.loads(body)
    # A RecursionError comes of thousands of brackets; JSON it is not for our purposes.
    except (ValueError, RecursionError):
        return None


def _error_text(answer: object) -> str:
    """Return what the API says is wrong, if this is its answer."""
    text = answer.get("error") if isinstance(answer, dict) else None
    return text if isinstance(text, str) else ""


def _describe(status: int, answer: object) -> str:
    text = _error_text(answer)
    return f"{status} {safe_words(text)}" if text else f"{status} without the API's error text"
