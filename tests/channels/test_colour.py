from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from leadframe.channels.colour import LIGHTNESS_STEPS, Colour, Need, meets, nearest_passing

CHANNELS = st.integers(0, 255)
COLOURS = st.builds(Colour, CHANNELS, CHANNELS, CHANNELS)
WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#000", BLACK),
        ("#ffffff", WHITE),
        ("#3b82f6", Colour(0x3B, 0x82, 0xF6)),
        ("#3B82F6", Colour(0x3B, 0x82, 0xF6)),
        ("#38f", Colour(0x33, 0x88, 0xFF)),
    ],
)
def test_a_colour_is_read_as_people_write_it(text: str, colour: Colour) -> None:
    assert Colour.parse(text) == colour


@pytest.mark.parametrize(
    "text", ["", "#", "3b82f6", "#3b82f", "#3b82f6ff", "red", "rgb(1,2,3)", "#3b82f6\n", "#ggg"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='is not a colour; write it as "#3b82f6"'):
        Colour.parse(text)


@given(COLOURS)
def test_a_colour_is_written_as_it_is_read(colour: Colour) -> None:
    assert Colour.parse(str(colour)) == colour


@given(COLOURS)
def test_a_colour_comes_back_from_lightness_chroma_and_hue(colour: Colour) -> None:
    assert colour.oklch.nearest_colour() == colour


def test_lightness_runs_from_black_to_white() -> None:
    assert BLACK.oklch.lightness == pytest.approx(0)
    assert WHITE.oklch.lightness == pytest.approx(1)
    assert WHITE.oklch.chroma == pytest.approx(0, abs=1e-6)


# https://www.w3.org/TR/css-color-4/#color-conversion-code gives this one for CSS's "blue".
def test_blue_has_the_values_of_the_standard() -> None:
    blue = Colour(0, 0, 255).oklch

    assert (blue.lightness, blue.chroma) == pytest.approx((0.45201, 0.31321), abs=1e-4)


# Ratios that WCAG's own understanding pages and checkers agree on.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21),
        ("#777", "#fff", 4.48),
        ("#767676", "#fff", 4.54),
        ("#00f", "#fff", 8.59),
    ],
)
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert Colour.parse(one).contrast(Colour.parse(other)) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one: Colour, other: Colour) -> None:
    assert one.contrast(other) == other.contrast(one)
    assert 1 <= one.contrast(other) <= 21


@given(COLOURS, COLOURS)
def test_a_mix_begins_and_ends_with_its_colours(one: Colour, other: Colour) -> None:
    assert (one.mixed(other, 0), one.mixed(other, 1)) == (one, other)


@given(COLOURS, COLOURS, st.floats(1, 4.5))
@example(Colour(0x3B, 0x82, 0xF6), WHITE, 4.5)
def test_the_nearest_colour_passes(colour: Colour, ground: Colour, ratio: float) -> None:
    assert nearest_passing(colour, Need(ground, ratio)).contrast(ground) >= ratio


@given(COLOURS, COLOURS)
def test_a_colour_that_passes_stays(colour: Colour, ground: Colour) -> None:
    assert nearest_passing(colour, Need(ground, colour.contrast(ground))) == colour


@given(COLOURS, COLOURS)
@example(Colour(0, 1, 0), Colour(62, 132, 0))
def test_no_colour_nearer_in_lightness_passes(colour: Colour, ground: Colour) -> None:
    need = Need(ground, 4.5)
    assume(not need.is_met_by(colour))
    own, found = colour.oklch, nearest_passing(colour, need)
    distance = abs(found.oklch.lightness - own.lightness)

    for step in range(1, int(distance * LIGHTNESS_STEPS) - 1):
        for by in (-step, step):
            other = own.lighter_by(by / LIGHTNESS_STEPS).nearest_colour()
            # Near black, what a screen shows is farther away than what was asked for.
            is_nearer = abs(other.oklch.lightness - own.lightness) < distance - 2 / LIGHTNESS_STEPS
            assert not (is_nearer and need.is_met_by(other))


@given(COLOURS)
def test_the_nearest_colour_has_the_same_hue(colour: Colour) -> None:
    found = nearest_passing(colour, Need(WHITE, 4.5))
    assume(colour.oklch.chroma > 0.1 and found.oklch.chroma > 0.1)

    # In radians; 8-bit channels cannot do better.
    turned = abs(found.oklch.hue - colour.oklch.hue)
    assert min(turned, 6.2832 - turned) < 0.05


def test_needs_that_no_colour_meets_are_told() -> None:
    grey = Colour(118, 118, 118)

    with pytest.raises(ValueError, match="no lightness of #767676"):
        nearest_passing(grey, Need(grey, 4.5), Need(WHITE, 4.5), Need(BLACK, 4.7))


def test_all_needs_are_to_be_met() -> None:
    needs = Need(WHITE, 4.5), Need(BLACK, 4.5)

    assert meets(Colour(118, 118, 118), *needs)
    assert not meets(WHITE, *needs)
