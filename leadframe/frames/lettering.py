"""How many lines a text takes, without a browser at hand.

Pages use the visitor's own system font, which nobody knows beforehand. The advances are those of
a wide one, DejaVu Sans; Segoe UI, San Francisco and Roboto are a sixth narrower. So a line more
than needed is likelier than one too few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import ceil

from leadframe.richtext import Span

# Advances in em; what is named nowhere is as wide as most letters are.
NARROW, SLIM, USUAL, CAPITAL, WIDE = 0.32, 0.42, 0.62, 0.74, 1.0
ADVANCES = {
    **dict.fromkeys(" .,:;'!|/ijlIJı·’", NARROW),  # noqa: RUF001 - it is meant
    **dict.fromkeys('frt()[]-"*“”', SLIM),
    **dict.fromkeys("mwMWæÆœŒ%@—…жшщюфЖШЩЮФ", WIDE),
}
# Arabic letters join, and differ too much one by one to be counted one by one.
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_ADVANCE = 0.5
EAST_ASIAN = {"W", "F"}
BOLD = 1.12
# A line may end after a space, or a hyphen between letters (UAX 14).
PIECE = re.compile(r"[^\s-]*(?:-+|\s+|$)")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set.

    Attributes:
        size: the font's size in CSS pixels.
        line: the line's height in CSS pixels.
        is_bold: whether it is set in bold.
    """

    size: float = 16
    line: float = 24
    is_bold: bool = False

    def width(self, text: str) -> float:
        """Return how wide a text is in one line, in CSS pixels."""
        return sum(self._advances([Span(text)]))

    def lines(self, spans: Sequence[Span], width: float) -> int:
        """Return how many lines a text takes, filled one after the other as browsers do.

        A piece that is wider than a line goes on in the next, as `overflow-wrap` has it.
        """
        advances = iter(self._advances(spans))
        lines, filled = 1, 0.0
        for piece in _pieces("".join(span.words for span in spans)):
            own = list(islice(advances, len(piece)))
            wide = sum(own[: len(piece.rstrip())])
            if filled and filled + wide > width:
                lines, filled = lines + 1, 0.0
            lines += max(ceil(wide / width) - 1, 0)
            filled += sum(own)
        return lines

    def height(self, spans: Sequence[Span], width: float) -> float:
        """Return the height of a text in CSS pixels; nothing takes none."""
        return self.lines(spans, width) * self.line if any(span.words for span in spans) else 0

    def _advances(self, spans: Sequence[Span]) -> list[float]:
        """Return how wide each character is set; strong ones are bold in any text."""
        return [
            _advance(character) * self.size * (BOLD if self.is_bold or span.is_strong else 1)
            for span in spans
            for character in span.words
        ]


BODY = Lettering()


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    if character in ADVANCES:
        return ADVANCES[character]
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in EAST_ASIAN:
        return WIDE
    if ARABIC.match(character):
        return ARABIC_ADVANCE
    return CAPITAL if character.isupper() else USUAL


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end; between any two ideographs it may."""
    pieces = []
    for piece in PIECE.findall(text):
        if any(unicodedata.east_asian_width(character) in EAST_ASIAN for character in piece):
            pieces += list(piece)
        elif piece:
            pieces.append(piece)
    return pieces
