"""Makes words of the lead API's safe to store, log and show to an operator."""

from __future__ import annotations

import re

LONGEST = 120
LONGEST_ID = 200
# What a server quotes back at us may be a channel id or what a visitor typed.
TELLING = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"  # a uuid
    r"|\S+@\S+"  # an email address
    r"|\"[^\"]*\"?"  # a quotation, even one that does not end
    r"|\+?[0-9][0-9 ()./-]{4,}[0-9]",  # a phone or customer number
    re.IGNORECASE,
)
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2066-\u2069]+")


def safe_words(text: str) -> str:
    """Return the text on one line, at most 120 characters, without what may tell of a person.

    Ids, addresses, numbers and quotations are each replaced by an ellipsis.
    """
    # Cut first, so that a huge text costs little; a cut word may be half an address.
    start = text[: LONGEST * 4]
    if len(start) < len(text):
        start = start.rpartition(" ")[0]
    line = UNPRINTABLE.sub(" ", TELLING.sub("…", start)).strip()
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def safe_id(text: str) -> str:
    """Return an id of the lead API's as any database stores it: printable, 200 characters."""
    return "".join(filter(str.isprintable, text)).strip()[:LONGEST_ID]
