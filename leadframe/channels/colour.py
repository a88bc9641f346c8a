"""Colours of a screen: their contrast, and the nearest that has enough of it.

Contrast is WCAG 2.2's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. Lightness, chroma and
hue are OKLCH's: https://www.w3.org/TR/css-color-4/#ok-lab, with its matrices.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
BRIGHTEST = 255
# How finely the nearest colour is looked for: 8-bit colours are about this far apart.
LIGHTNESS_STEPS = 512
CHROMA_HALVINGS = 12
# How far outside of what a screen shows a channel may be from rounding alone.
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour in sRGB, each channel from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `#3b82f6` or `#38f`.

        Raises:
            ValueError: the text is something else.
        """
        if not HEX.fullmatch(text):
            raise ValueError(f'"{text}" is not a colour; write it as "#3b82f6"')
        digits = text[1:] if len(text) > len("#rgb") else "".join(2 * digit for digit in text[1:])
        return cls(*bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """WCAG's relative luminance, from 0 for black to 1 for white."""
        red, green, blue = self._linear()
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Colour) -> float:
        """Return WCAG's contrast ratio, from 1 to 21."""
        darker, lighter = sorted((self.luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)

    def mixed(self, other: Colour, share: float) -> Colour:
        """Return this colour with a share (0 to 1) of another one painted over it."""
        pairs = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return Colour(*(round(own + (its - own) * share) for own, its in pairs))

    def _linear(self) -> tuple[float, float, float]:
        red, green, blue = (_to_linear(channel / BRIGHTEST) for channel in self._channels)
        return red, green, blue

    @property
    def _channels(self) -> tuple[int, int, int]:
        return self.red, self.green, self.blue

    @property
    def oklch(self) -> OKLCH:
        """The same colour by lightness, chroma and hue."""
        red, green, blue = self._linear()
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
        lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
        return OKLCH(lightness, math.hypot(a, b), math.atan2(b, a))


@dataclass(frozen=True, slots=True)
class OKLCH:
    """A colour by lightness (0 to 1), chroma (0 for grey) and hue (in radians)."""

    lightness: float
    chroma: float
    hue: float

    def lighter_by(self, distance: float) -> OKLCH:
        """Return this colour lighter, or darker for a negative distance, to white or black."""
        return replace(self, lightness=min(max(self.lightness + distance, 0), 1))

    def nearest_colour(self) -> Colour:
        """Return the colour of a screen with this lightness and hue, and all the chroma it can."""
        least, most = 0.0, self.chroma
        if not _is_shown(self._rgb(most)):
            for _ in range(CHROMA_HALVINGS):
                middle = (least + most) / 2
                least, most = (middle, most) if _is_shown(self._rgb(middle)) else (least, middle)
            most = least
        return Colour(*(_to_channel(value) for value in self._rgb(most)))

    def _rgb(self, chroma: float) -> tuple[float, float, float]:
        """Return the linear channels of this colour with another chroma."""
        a, b = chroma * math.cos(self.hue), chroma * math.sin(self.hue)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )


@dataclass(frozen=True, slots=True)
class Need:
    """A ground that a colour must stand out from, and by how much."""

    ground: Colour
    ratio: float

    def is_met_by(self, colour: Colour) -> bool:
        """Tell whether a colour stands out from the ground as much as is needed."""
        return self.ratio_of(colour) >= self.ratio

    def ratio_of(self, colour: Colour) -> float:
        """Return how well a colour stands out from the ground."""
        return colour.contrast(self.ground)


def meets(colour: Colour, *needs: Need) -> bool:
    """Tell whether a colour meets all needs."""
    return all(need.is_met_by(colour) for need in needs)


def nearest_passing(colour: Colour, *needs: Need) -> Colour:
    """Return the colour of the same hue that meets all needs with the least change in lightness.

    A colour that meets them is returned as it is.

    Raises:
        ValueError: no lightness meets them all.
    """
    for candidate in _by_distance(colour):
        if meets(candidate, *needs):
            return candidate
    raise ValueError(f"no lightness of {colour} stands out from all of its grounds")


def _by_distance(colour: Colour) -> Iterator[Colour]:
    """Yield a colour, then itself ever darker and lighter, to black and white."""
    yield colour
    own = colour.oklch
    for step in range(1, LIGHTNESS_STEPS + 1):
        for distance in (-step / LIGHTNESS_STEPS, step / LIGHTNESS_STEPS):
            yield own.lighter_by(distance).nearest_colour()


def _to_linear(value: float) -> float:
    """Undo the transfer function of sRGB (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the standard's numbers


def _to_channel(linear: float) -> int:
    value = min(max(linear, 0), 1)
    encoded = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055  # noqa: PLR2004 - the standard's numbers
    return round(BRIGHTEST * encoded)


def _is_shown(rgb: tuple[float, float, float]) -> bool:
    return all(-TOLERANCE <= value <= 1 + TOLERANCE for value in rgb)
