"""The colours of a page: ours, and those that follow from a partner's accent and background.

The names are those of static/css/tokens.css, without the dashes in front. A partner's own two
are checked; everything else is computed so that every pair of PAIRS is told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leadframe.channels.by_mode import Mode
from leadframe.channels.colour import OKLCH, Colour, Need, meets, nearest_passing

# WCAG 2.2, 1.4.3 for text and 1.4.11 for the borders and signs of controls.
TEXT, PART = 4.5, 3.0

Palette = Mapping[str, Colour]


def _palette(**tokens: str) -> Palette:
    colours = {name.replace("_", "-"): Colour.parse(value) for name, value in tokens.items()}
    return MappingProxyType(colours)


OURS: Mapping[Mode, Palette] = {
    "light": _palette(
        ground="#f3f5f9",
        surface="#ffffff",
        ink="#161c27",
        quiet="#535d6e",
        line="#838da0",
        hairline="#e2e7ef",
        accent="#2f4fd0",
        accent_strong="#2540ae",
        accent_ink="#ffffff",
        accent_tint="#eef2ff",
        danger="#b3261e",
        danger_tint="#fdf1f0",
        success="#12713f",
        success_tint="#e9f7ef",
        warning="#7a5200",
        warning_tint="#fff6e0",
    ),
    "dark": _palette(
        ground="#10141c",
        surface="#181e29",
        ink="#eef1f6",
        quiet="#a9b4c4",
        line="#6b778c",
        hairline="#2a3240",
        accent="#9db2ff",
        accent_strong="#bccaff",
        accent_ink="#10152a",
        accent_tint="#212a45",
        danger="#ffb4ab",
        danger_tint="#361a1b",
        success="#7fdca6",
        success_tint="#14301f",
        warning="#f3c969",
        warning_tint="#33290f",
    ),
}
# Which colour stands on which, and how well it must stand out.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "surface", TEXT),
    ("ink", "ground", TEXT),
    ("ink", "accent-tint", TEXT),
    ("quiet", "surface", TEXT),
    ("quiet", "ground", TEXT),
    ("quiet", "accent-tint", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "accent-tint", TEXT),
    ("accent", "ground", PART),
    ("accent-strong", "surface", TEXT),
    ("accent-strong", "accent-tint", TEXT),
    ("accent-ink", "accent", TEXT),
    ("accent-ink", "accent-strong", TEXT),
    ("line", "surface", PART),
    ("danger", "surface", TEXT),
    ("danger", "danger-tint", TEXT),
    ("success", "success-tint", TEXT),
    ("warning", "warning-tint", TEXT),
)
STATES = ("danger", "success", "warning")
WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)
# How far the page around a form is darker than the form, and a hovered button than itself (OKLCH).
GROUND_DISTANCE = 0.025
HOVER_DISTANCE = 0.07
# How much of a colour its tint has, the most that leaves everything readable; and of the ink.
TINTS = (0.1, 0.08, 0.06, 0.04, 0.02)
HAIRLINE_SHARE, LINE_SHARE, QUIET_SHARE = 0.12, 0.5, 0.7
# What a colour made for the other mode becomes: its lightness, and the most chroma.
ACCENT_LIGHTNESS: Mapping[Mode, float] = {"light": 0.5, "dark": 0.78}
BACKGROUND_LIGHTNESS: Mapping[Mode, float] = {"light": 0.985, "dark": 0.235}
BACKGROUND_CHROMA = 0.025


def need_of_background(mode: Mode) -> Need:
    """Return what a background must do: let our text be read on it."""
    return Need(OURS[mode]["ink"], TEXT)


def need_of_accent(background: Colour) -> Need:
    """Return what an accent must do: be read on the background, as links are."""
    return Need(background, TEXT)


def background_for(mode: Mode, other: Colour) -> Colour:
    """Return the background for a mode that goes with the other mode's."""
    tone = other.oklch
    chroma = min(tone.chroma, BACKGROUND_CHROMA)
    return OKLCH(BACKGROUND_LIGHTNESS[mode], chroma, tone.hue).nearest_colour()


def accent_for(mode: Mode, other: Colour, background: Colour) -> Colour:
    """Return the accent for a mode that goes with the other mode's: the same, if it can be read."""
    need = need_of_accent(background)
    if need.is_met_by(other):
        return other
    tone = other.oklch
    turned = OKLCH(ACCENT_LIGHTNESS[mode], tone.chroma, tone.hue).nearest_colour()
    return nearest_passing(turned, need)


def palette(mode: Mode, *, accent: Colour | None, background: Colour | None) -> Palette:
    """Return all colours of a mode, with a partner's accent and background where there are any.

    Args:
        mode: "light" or "dark".
        accent: one that meets `need_of_accent`; ours, mended where it must be, when not given.
        background: one that meets `need_of_background`; ours when not given.
    """
    colours = dict(OURS[mode])
    if background:
        colours |= _on_background(mode, background)
    if accent or background:
        need = need_of_accent(colours["surface"])
        colours["accent"] = accent or nearest_passing(colours["accent"], need)
        colours |= _around_accent(colours)
    return colours


def _on_background(mode: Mode, surface: Colour) -> dict[str, Colour]:
    ink = OURS[mode]["ink"]
    ground = _ground(surface, ink)
    grounds = [Need(each, TEXT) for each in (surface, ground)]
    own = {
        "surface": surface,
        "ground": ground,
        "hairline": surface.mixed(ink, HAIRLINE_SHARE),
        "line": nearest_passing(surface.mixed(ink, LINE_SHARE), Need(surface, PART)),
        "quiet": nearest_passing(surface.mixed(ink, QUIET_SHARE), *grounds),
    }
    for state in STATES:
        own[state] = nearest_passing(OURS[mode][state], Need(surface, TEXT))
        own[f"{state}-tint"] = _tint(surface, own[state], ink)
    return own


def _around_accent(colours: Palette) -> dict[str, Colour]:
    surface, accent = colours["surface"], colours["accent"]
    inks = (WHITE, OURS["dark"]["accent-ink"], BLACK)
    ink = next(ink for ink in inks if Need(accent, TEXT).is_met_by(ink))
    away = HOVER_DISTANCE if accent.luminance > surface.luminance else -HOVER_DISTANCE
    hovered = [accent.oklch.lighter_by(by).nearest_colour() for by in (away, -away)]
    needs = (Need(surface, TEXT), Need(ink, TEXT))
    strong = next((each for each in hovered if each != accent and meets(each, *needs)), accent)
    return {
        "accent-strong": strong,
        "accent-ink": ink,
        "accent-tint": _tint(surface, accent, strong, colours["ink"], colours["quiet"]),
    }


def _ground(surface: Colour, ink: Colour) -> Colour:
    """Return the colour around the form: a little darker, if text can be read on it."""
    darker = surface.oklch.lighter_by(-GROUND_DISTANCE).nearest_colour()
    return darker if Need(darker, TEXT).is_met_by(ink) else surface


def _tint(surface: Colour, colour: Colour, *texts: Colour) -> Colour:
    """Return the surface with as much of a colour as lets all texts, and the colour, be read."""
    tints = (surface.mixed(colour, share) for share in TINTS)
    needs = [Need(text, TEXT) for text in (colour, *texts)]
    return next((tint for tint in tints if meets(tint, *needs)), surface)
