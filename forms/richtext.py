"""Consent texts: plain words with links, cut into segments for a template to escape."""

from __future__ import annotations

from dataclasses import dataclass

from leadframe.channels.fields import LINK
from leadframe.languages import Words, foreign_language


@dataclass(frozen=True, slots=True)
class Segment:
    """Words, and the address they link to if they do."""

    words: str
    address: str = ""


def segments(text: str) -> list[Segment]:
    """Cut a text at its links, written `[words](https://address)`.

    The channel file's check has already refused every address that is not http or https.
    """
    found: list[tuple[str, ...]] = []
    end = 0
    for link in LINK.finditer(text):
        found += [(text[end : link.start()], ""), link.groups()]
        end = link.end()
    found.append((text[end:], ""))
    language = foreign_language(text)
    return [Segment(Words(words, language=language), address) for words, address in found if words]
