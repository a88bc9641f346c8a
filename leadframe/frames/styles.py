"""The numbers of static/css that decide how high a framed form is, in CSS pixels.

tests/browser/test_heights.py holds them to what a browser makes of the stylesheets.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadframe.frames.boxes import Style
from leadframe.frames.lettering import Lettering

# The widest a form gets, its padding included; the width of a page from which it has two columns.
MEASURE = 672
TWO_COLUMNS_FROM = 600
# Up to this width of a page the button is as wide as the form.
WIDE_BUTTON_UP_TO = 480

# By selector. What stands beside the words of a choice is its box to tick, too.
STYLES = {
    "main": Style(beside=32, within=32),
    ".languages": Style(below=12, lettering=Lettering(14, 24)),
    "h1": Style(below=8, lettering=Lettering(22, 26.4, is_bold=True)),
    ".intro": Style(below=20),
    ".step": Style(below=24, within=12),
    ".step__bar": Style(below=16, least=6),
    ".step__heading": Style(lettering=Lettering(20, 28, is_bold=True)),
    ".step__count": Style(lettering=Lettering(15, 24)),
    ".summary": Style(below=24, beside=47, within=34),
    ".summary h2": Style(lettering=Lettering(17, 24, is_bold=True)),
    ".summary ul": Style(above=6, beside=20),
    ".summary li": Style(lettering=Lettering(16, 28, is_bold=True)),
    ".heading": Style(above=8),
    ".heading h2": Style(lettering=Lettering(17, 24, is_bold=True)),
    ".heading .hint": Style(above=4, lettering=Lettering(14, 21)),
    ".label": Style(below=4, lettering=Lettering(15, 21, is_bold=True)),
    ".hint": Style(below=6, lettering=Lettering(14, 21)),
    ".error": Style(below=6, lettering=Lettering(14, 21, is_bold=True)),
    ".textarea": Style(beside=26, within=18, least=138),
    ".choice": Style(beside=32, within=20, least=44),
    ".actions": Style(above=8),
    ".button": Style(beside=58, within=18, least=48, lettering=Lettering(17, 25.5, is_bold=True)),
    ".reminder": Style(lettering=Lettering(is_bold=True)),
}
CHOICE_GAP = 4
BACK_HEIGHT = 44
ACTIONS_ROW_GAP, ACTIONS_COLUMN_GAP = 12, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of static/css/tokens.css that a theme's density sets otherwise.

    Attributes:
        control: the height of an input.
        gap: what is left between columns; between rows it is a quarter more.
    """

    control: float
    gap: float


DENSITIES = {"comfortable": Tokens(control=44, gap=16), "compact": Tokens(control=40, gap=12)}
