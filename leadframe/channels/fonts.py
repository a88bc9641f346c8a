"""The fonts a page may ask for: those that visitors' devices have, since nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping

# After https://modernfontstacks.com: what each kind of font is called on each system.
STACKS: Mapping[str, str] = {
    "system": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",'
    " sans-serif",
    "humanist": 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", sans-serif',
    "geometric": 'Avenir, Montserrat, Corbel, "URW Gothic", sans-serif',
    "rounded": 'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari,'
    ' "Arial Rounded MT Bold", Calibri, sans-serif',
    "serif": 'Charter, "Bitstream Charter", "Sitka Text", Cambria, serif',
    "old-style": '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    "mono": 'ui-monospace, "Cascadia Code", "Source Code Pro", Menlo, Consolas,'
    ' "DejaVu Sans Mono", monospace',
}
FAMILY = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,63}")

Fonts = tuple[str, ...]


def read_fonts(value: object) -> Fonts:
    """Read a stack's name, or a list of fonts by name that ends with one.

    Raises:
        ValueError: it is something else; what is taken can do no harm in CSS.
    """
    fonts = value if isinstance(value, tuple) else (value,)
    if not fonts or not isinstance(fonts[-1], str) or fonts[-1] not in STACKS:
        raise ValueError(f"write, or end a list with, one of {', '.join(STACKS)}")
    for font in fonts[:-1]:
        if not isinstance(font, str) or not FAMILY.fullmatch(font):
            raise ValueError("write a font's name in letters, digits, spaces and -")
    return fonts


def font_family(fonts: Fonts) -> str:
    """Return the value of CSS's font-family."""
    *families, stack = fonts
    return ", ".join([*(f'"{family}"' for family in families), STACKS[stack]])
