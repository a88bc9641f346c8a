"""What only the pages of a form in steps are styled by."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from leadframe.channels import FormDefinition

FILE = "static/css/steps.css"


def step_rules(definition: FormDefinition) -> str:
    """Return the rules of a form in steps; none for a form of one page."""
    if not definition.steps:
        return ""
    return Path(current_app.root_path, FILE).read_text(encoding="utf-8")
