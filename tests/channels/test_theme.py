from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from leadframe.channels.by_mode import MODES, ByMode, Mode
from leadframe.channels.colour import Colour
from leadframe.channels.fonts import STACKS, font_family
from leadframe.channels.palette import OURS
from leadframe.channels.text import Text
from leadframe.channels.theme import Theme
from tests.channels.files import HEAD, faults_of, form, write
from tests.channels.test_colour import COLOURS

BLUE = "#2c72e5"  # just readable on white
PALE = "#93c5fd"


def theme(**values: Any) -> Theme:
    return form(theme=values).theme


def test_a_theme_that_says_nothing_has_our_colours() -> None:
    assert [theme().palette(mode) for mode in MODES] == [OURS[mode] for mode in MODES]


@pytest.mark.parametrize(("mode", "own"), [("auto", "light"), ("light", "light"), ("dark", "dark")])
def test_one_colour_is_for_the_forms_own_mode(mode: str, own: Mode) -> None:
    colour = {"light": BLUE, "dark": PALE}[own]

    assert theme(mode=mode, accent=colour).accent == ByMode(**{own: Colour.parse(colour)})


def test_each_mode_may_have_its_own_colours() -> None:
    both = theme(
        accent={"light": BLUE, "dark": PALE}, background={"light": "#fff", "dark": "#000000"}
    )

    assert str(both.palette("light")["accent"]) == BLUE
    assert str(both.palette("dark")["accent"]) == PALE
    assert str(both.palette("dark")["surface"]) == "#000000"


def test_a_colour_for_one_mode_makes_the_others() -> None:
    warm = theme(background="#faf6f0", accent={"dark": PALE})

    assert warm.palette("dark")["surface"] != OURS["dark"]["surface"]
    assert warm.palette("light")["accent"] not in {OURS["light"]["accent"], Colour.parse(PALE)}


def test_an_accent_is_checked_on_the_forms_own_background(tmp_path: Path) -> None:
    content = f'{HEAD}[theme]\nbackground = "#e8e8e8"\naccent = "{BLUE}"'

    (line,) = faults_of(write(tmp_path, "acme", content))

    assert line.startswith(
        "theme.accent: #2c72e5 has a contrast of 3.68:1 with #e8e8e8, the background of light pages"
    )
    assert line.endswith('the nearest that has it is "#1c63d5" with 4.51:1')


@pytest.mark.parametrize(
    ("keys", "fault", "remedy"),
    [
        (
            'accent = "#3b82f6"',
            "accent: #3b82f6 has a contrast of 3.67:1 with #ffffff, the background of light pages",
            '"#2c72e5" with 4.52:1',
        ),
        (
            'mode = "dark"\naccent = "#123456"',
            "accent: #123456 has a contrast of 1.31:1 with #181e29, the background of dark pages",
            '"#6488af" with 4.52:1',
        ),
        (
            'background = "#777"',
            "background: #777777 has a contrast of 3.81:1 with #161c27, the text of light pages",
            '"#838383" with 4.50:1',
        ),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(
    tmp_path: Path, keys: str, fault: str, remedy: str
) -> None:
    needs = "and needs 4.5:1 (WCAG 2.2 AA); the nearest that has it is"

    assert faults_of(write(tmp_path, "acme", f"{HEAD}[theme]\n{keys}")) == [
        f"theme.{fault}, {needs} {remedy}"
    ]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('accent = "blue"', 'theme.accent: "blue" is not a colour; write it as "#3b82f6"'),
        ("accent = 5", 'theme.accent: write a colour such as "#3b82f6", or a table such as'),
        ("accent = {}", "theme.accent: write a colour such as"),
        ('accent = { dim = "#fff" }', "theme.accent: write a colour such as"),
        ("accent = { dark = 5 }", "theme.accent: write a colour such as"),
        ('radius = "5px"', "theme.radius: this must be 'none', 'small', 'medium' or 'large'"),
        ('density = "tight"', "theme.density: this must be 'comfortable' or 'compact'"),
        ('font = "Comic Sans"', "theme.font: write, or end a list with, one of system, humanist"),
        ("font = []", "theme.font: write, or end a list with, one of system, humanist"),
        ('font = ["serif", "Georgia"]', "theme.font: write, or end a list with, one of system"),
        ('font = ["a;}", "serif"]', "theme.font: write a font's name in letters, digits, spaces"),
        ("font = [5, 'serif']", "theme.font: write a font's name in letters, digits, spaces and -"),
        ('logo_alt = "Acme"', "theme: logo_alt goes with a logo; add it, or leave logo_alt out"),
    ],
)
def test_a_theme_that_cannot_be_is_refused_with_its_remedy(
    tmp_path: Path, keys: str, fault: str
) -> None:
    (line,) = faults_of(write(tmp_path, "acme", f"{HEAD}[theme]\n{keys}"))

    assert line.startswith(fault)


@settings(max_examples=60)
@given(COLOURS)
def test_the_colour_proposed_is_taken_and_nothing_else_is_refused(colour: Colour) -> None:
    try:
        theme(accent=str(colour))
    except ValueError as refused:
        (better,) = re.findall(r'nearest that has it is "(#\w{6})"', str(refused))
        theme(accent=better)
        assert colour.contrast(OURS["light"]["surface"]) < 4.5
    else:
        assert colour.contrast(OURS["light"]["surface"]) >= 4.5


def test_an_accent_is_not_blamed_for_a_faulty_background(tmp_path: Path) -> None:
    content = f'{HEAD}[theme]\nbackground = "white"\naccent = "{BLUE}"'

    (line,) = faults_of(write(tmp_path, "acme", content))
    assert line.startswith("theme.background")


def test_fonts_end_with_a_kind_of_font() -> None:
    assert theme(font="serif").font == ("serif",)
    assert font_family(theme(font=("Gill Sans MT", "humanist")).font) == (
        f'"Gill Sans MT", {STACKS["humanist"]}'
    )


def test_the_words_for_a_logo_are_in_the_forms_languages() -> None:
    alt = {"en": "Acme", "da": "Akme"}

    with pytest.raises(ValueError, match='logo_alt: "da" is not in languages'):
        theme(logo="acme.svg", logo_alt=alt)
    assert theme(logo="acme.svg", logo_alt="Acme").logo_alt == Text.plain("Acme")
