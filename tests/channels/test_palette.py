from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadframe.channels.by_mode import MODES, Mode
from leadframe.channels.colour import Colour, nearest_passing
from leadframe.channels.fonts import STACKS
from leadframe.channels.palette import (
    OURS,
    PAIRS,
    Palette,
    accent_for,
    background_for,
    need_of_accent,
    need_of_background,
    palette,
)
from tests.channels.test_colour import COLOURS

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"
TOKEN = re.compile(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\);")


def unreadable(colours: Palette) -> list[str]:
    """Name each pair of colours that cannot be told apart."""
    return [
        f"{fore} on {back}"
        for fore, back, ratio in PAIRS
        if colours[fore].contrast(colours[back]) < ratio
    ]


def test_our_colours_are_those_of_the_stylesheet() -> None:
    written = {name: pair for name, *pair in TOKEN.findall(TOKENS.read_text(encoding="utf-8"))}

    assert written == {
        name: [str(OURS["light"][name]), str(OURS["dark"][name])] for name in OURS["light"]
    }


def test_our_fonts_are_those_of_the_stylesheet() -> None:
    assert f"--font: {STACKS['system']};" in TOKENS.read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", MODES)
def test_our_colours_are_told_apart(mode: Mode) -> None:
    assert unreadable(OURS[mode]) == []
    assert palette(mode, accent=None, background=None) == OURS[mode]


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=60)
@given(accent=st.none() | COLOURS, background=st.none() | COLOURS)
def test_whatever_passes_makes_a_palette_whose_colours_are_told_apart(
    mode: Mode, accent: Colour | None, background: Colour | None
) -> None:
    if background:
        background = nearest_passing(background, need_of_background(mode))
    if accent:
        surface = background or OURS[mode]["surface"]
        accent = nearest_passing(accent, need_of_accent(surface))

    colours = palette(mode, accent=accent, background=background)

    assert unreadable(colours) == []
    assert colours["accent"] == accent or accent is None
    assert colours["surface"] == background or background is None


@pytest.mark.parametrize("mode", MODES)
@given(other=COLOURS)
def test_a_background_made_for_the_other_mode_can_be_read_on(mode: Mode, other: Colour) -> None:
    assert need_of_background(mode).is_met_by(background_for(mode, other))


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=60)
@given(other=COLOURS)
def test_an_accent_made_for_the_other_mode_can_be_read(mode: Mode, other: Colour) -> None:
    surface = OURS[mode]["surface"]
    made = accent_for(mode, other, surface)

    assert need_of_accent(surface).is_met_by(made)
    assert made == other or not need_of_accent(surface).is_met_by(other)


@pytest.mark.parametrize("mode", MODES)
def test_a_button_looks_different_under_the_pointer(mode: Mode) -> None:
    for text in ("#000000", "#ffffff", "#b3261e", "#ffcc00"):
        accent = nearest_passing(Colour.parse(text), need_of_accent(OURS[mode]["surface"]))
        colours = palette(mode, accent=accent, background=None)
        assert colours["accent-strong"] != accent
