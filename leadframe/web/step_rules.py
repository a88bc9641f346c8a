"""What only the pages that carry answers are styled by: steps, and all answers once more."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from leadframe.channels import FormDefinition

FILE = "static/css/steps.css"


def step_rules(definition: FormDefinition) -> str:
    """Return the rules of a form with such pages; none for any other."""
    if not definition.answers_travel:
        return ""
    return Path(current_app.root_path, FILE).read_text(encoding="utf-8")
