"""A form's theme in CSS: the tokens of static/css/tokens.css that it sets otherwise."""

from __future__ import annotations

from leadframe.channels import FormDefinition
from leadframe.channels.fonts import font_family
from leadframe.channels.palette import OURS
from leadframe.channels.theme import Theme

# What the stylesheet has by itself, "medium" and "comfortable", is not repeated.
RADIUS = {
    "none": {"--radius": "0", "--radius-large": "0"},
    "small": {"--radius": ".25rem", "--radius-large": ".5rem"},
    "large": {"--radius": "1.25rem", "--radius-large": "1.75rem"},
}
DENSITY = {"compact": {"--control": "2.5rem", "--gap": ".75rem"}}


def theme_rules(definition: FormDefinition) -> str:
    """Return the rules that give a form its theme; none where it is ours."""
    theme = definition.theme
    tokens = {
        **_colours(theme),
        **({} if theme.font == ("system",) else {"--font": font_family(theme.font)}),
        **RADIUS.get(theme.radius, {}),
        **DENSITY.get(theme.density, {}),
    }
    declarations = "".join(f"{name}: {value};" for name, value in tokens.items())
    return f":root {{ {declarations} }}" if declarations else ""


def _colours(theme: Theme) -> dict[str, str]:
    """Return the colours that differ from ours, in light or in dark pages."""
    light, dark = theme.palette("light"), theme.palette("dark")
    return {
        f"--{name}": f"light-dark({light[name]}, {dark[name]})"
        for name in light
        if (light[name], dark[name]) != (OURS["light"][name], OURS["dark"][name])
    }
