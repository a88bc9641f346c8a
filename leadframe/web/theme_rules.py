"""A form's theme in CSS: the tokens of static/css/tokens.css that it sets otherwise."""

from __future__ import annotations

from leadframe.channels import FormDefinition

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
    tokens = RADIUS.get(theme.radius, {}) | DENSITY.get(theme.density, {})
    declarations = "".join(f"{name}: {value};" for name, value in tokens.items())
    return f":root {{ {declarations} }}" if declarations else ""
