"""One widget class; the markup is in templates/fields/."""

from __future__ import annotations

from typing import Any

from flask import current_app
from markupsafe import Markup
from wtforms import Field


class TemplateWidget:
    """Renders a field with a template of its own.

    Args:
        template: the template's path; it gets `field` and `attributes`, which are HTML
            attributes of the input that the field's options decide.
    """

    def __init__(self, template: str) -> None:
        self._template = template

    def __call__(self, field: Field, **attributes: Any) -> Markup:
        """Return the field's markup."""
        # Not `render_template`: its context processors would be run for every single field.
        template = current_app.jinja_env.get_template(self._template)
        return Markup(template.render(field=field, attributes=attributes))  # noqa: S704 - the template escapes
