from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadframe.frames.styles import DENSITIES, MEASURE, Tokens
from leadframe.web.theme_rules import DENSITY

PIXELS_PER_REM = 16
CSS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
TOKENS = dict(re.findall(r"^  (--[\w-]+): (.+);$", CSS.read_text(encoding="utf-8"), re.MULTILINE))


def pixels(token: str, density: str = "comfortable") -> float:
    rems = {**TOKENS, **DENSITY.get(density, {})}[token]
    return float(rems.removesuffix("rem")) * PIXELS_PER_REM


@pytest.mark.parametrize("density", DENSITIES)
def test_each_density_has_the_tokens_of_its_stylesheet(density: str) -> None:
    tokens = Tokens(control=pixels("--control", density), gap=pixels("--gap", density))

    assert DENSITIES[density] == tokens


def test_every_density_is_known() -> None:
    assert set(DENSITIES) == {"comfortable", *DENSITY}


def test_a_form_is_as_wide_as_the_stylesheet_lets_it_be() -> None:
    assert pixels("--measure") == MEASURE
