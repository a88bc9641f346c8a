"""Boxes of a page: each is a function from the width it is given to the height it takes.

Both are in CSS pixels. There is just as much of CSS here as static/css uses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leadframe.frames.lettering import BODY, Lettering
from leadframe.richtext import Span

Box = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What one rule of the stylesheet says of a box, in CSS pixels.

    Attributes:
        above: the margin above.
        below: the margin below.
        beside: padding and border at both sides together.
        within: padding and border above and below together.
        least: the least height, padding and border included.
        lettering: how its text is set.
    """

    above: float = 0
    below: float = 0
    beside: float = 0
    within: float = 0
    least: float = 0
    lettering: Lettering = BODY

    def around(self, box: Box) -> Box:
        """Return a box with this style that holds another."""
        return lambda width: (
            self.above + max(self.within + box(width - self.beside), self.least) + self.below
        )

    def text(self, words: str) -> Box:
        """Return a box with this style that holds words; without any there is no box."""
        if not words:
            return nothing
        return self.rich_text([Span(words)])

    def rich_text(self, spans: Sequence[Span]) -> Box:
        """Return a box with this style that holds words, some of which are set otherwise."""
        return self.around(lambda width: self.lettering.height(spans, width))


def nothing(_width: float) -> float:
    """Take no room."""
    return 0


def fixed(height: float) -> Box:
    """Return a box of the same height at any width."""
    return lambda _width: height


def stack(boxes: Sequence[Box], *, gap: float = 0) -> Box:
    """Return boxes below each other."""
    gaps = gap * max(len(boxes) - 1, 0)
    return lambda width: sum(box(width) for box in boxes) + gaps


class Cell(NamedTuple):
    """A box in a grid of two columns; a wide one takes both."""

    box: Box
    is_wide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells in one column, or in two from a width on.

    Attributes:
        two_from: the width from which there are two columns.
        row_gap: what is left between rows.
        column_gap: what is left between columns.
    """

    two_from: float
    row_gap: float
    column_gap: float

    def of(self, cells: Sequence[Cell]) -> Box:
        """Return a box that holds the cells in their order."""
        return lambda width: self._height(cells, width)

    def _height(self, cells: Sequence[Cell], width: float) -> float:
        if width < self.two_from:
            return stack([cell.box for cell in cells], gap=self.row_gap)(width)
        half = (width - self.column_gap) / 2
        heights: list[float] = []
        left_open = False
        for cell in cells:
            height = cell.box(width if cell.is_wide else half)
            if left_open and not cell.is_wide:
                heights[-1] = max(heights[-1], height)
                left_open = False
            else:
                heights.append(height)
                left_open = not cell.is_wide
        return sum(heights) + self.row_gap * max(len(heights) - 1, 0)
