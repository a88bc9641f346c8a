"""Where our references are among the newest leads of a channel, read with tolerance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from math import inf

from leadframe.delivery.words import safe_id
from leadframe.errors import UnreadableAnswerError
from leadframe.lead import ALPHABET, ID_LENGTH, REFERENCE_PREFIX
from leadframe.ledger import Sightings

# `get_leads` shows no more than the newest so many leads of a channel (its API page).
SHOWN_AT_MOST = 100
REFERENCE = re.compile(
    rf"{REFERENCE_PREFIX}([{ALPHABET}]{{{ID_LENGTH}}})", re.IGNORECASE | re.ASCII
)
# As seconds, the first of these numbers is in the year 5138; as milliseconds it is in 1973.
MILLISECONDS = range(10**11, 10**14)


def read_sightings(body: bytes) -> Sightings:
    """Read the answer to `get_leads`, in its older shape or its newer one.

    A reference counts wherever it stands in a lead, for the CRM shows places under names of its
    own. Whatever is no lead among the leads may be one that cannot be read: then nothing can be
    said of what is not to be seen.

    Raises:
        UnreadableAnswerError: there is no list of leads in it.
    """
    rows = _rows(body)
    if rows and not any(map(_id_of, rows)):
        raise UnreadableAnswerError("the answer to get_leads lists something else than leads")
    upstream_ids: dict[str, str] = {}
    for row in rows:
        for text in _texts(row):
            # Newest come first, so the oldest has the last word: others can only quote it.
            upstream_ids |= dict.fromkeys(map(str.upper, REFERENCE.findall(text)), _id_of(row))
    return Sightings(upstream_ids=upstream_ids, window_from=_window_from(rows), shown=len(rows))


def _rows(body: bytes) -> list[object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("the answer to get_leads is not JSON") from error
    if isinstance(answer, dict) and not answer.get("error"):
        answer = answer.get("leads")
    if not isinstance(answer, list):
        raise UnreadableAnswerError("the answer to get_leads has no list of leads")
    return answer


def _id_of(row: object) -> str:
    """Return a lead's id; nothing if this is no lead."""
    given = row.get("id") if isinstance(row, dict) else None
    return safe_id(str(given)) if isinstance(given, str | int) else ""


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a JSON value, which may be nested more deeply than Python's calls."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()


def _window_from(rows: list[object]) -> float:
    """Return the Unix time since which nothing is out of sight (see `Sightings`)."""
    leads = [row for row in rows if isinstance(row, dict) and _id_of(row)]
    if len(leads) < len(rows):
        return inf
    if len(leads) < SHOWN_AT_MOST:
        return -inf
    times = [_unix_seconds(lead.get("created_at")) for lead in leads]
    return inf if inf in times else min(times)


def _unix_seconds(given: object) -> float:
    """Read a time in ISO 8601, or in seconds or milliseconds since 1970.

    It is inf when it cannot be read, and so it is without an offset: nobody knows whose time
    that is.
    """
    if isinstance(given, str):
        try:
            at = datetime.fromisoformat(given.strip().upper())
        except ValueError:
            return inf
        return at.timestamp() if at.tzinfo else inf
    if isinstance(given, bool) or not isinstance(given, int | float):
        return inf
    if MILLISECONDS.start <= given < MILLISECONDS.stop:
        return given / 1000
    return float(given) if 0 < given < MILLISECONDS.start else inf
