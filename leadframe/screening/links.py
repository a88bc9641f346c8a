"""Links in what people write, and the markup of links."""

from __future__ import annotations

import re

LINK = re.compile(r"https?:/*(?:www\.)?|\bwww\.", re.IGNORECASE)
# What a form would have to show as HTML, BBCode or wiki text for it to become a link.
MARKUP = re.compile(r"<a\s|</a\s*>|\bhref\s*=|\[/?(?:url|link)[\]=]", re.IGNORECASE)
# A short link without its scheme: a well-known ending and a path after it.
SHORT_LINK = re.compile(r"\w\.(?:cc|co|com|gd|gl|info|ly|me|net|org|ru|top|xyz)/\S", re.IGNORECASE)


def count_links(text: str) -> int:
    """Return how many links a text has."""
    return len(LINK.findall(text))


def has_markup(text: str) -> bool:
    """Say whether a text has the markup of a link."""
    return bool(MARKUP.search(text))


def has_link(text: str) -> bool:
    """Say whether a text has a link of any kind."""
    return any(kind.search(text) for kind in (LINK, MARKUP, SHORT_LINK))
