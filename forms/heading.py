"""A heading between fields."""

from __future__ import annotations

from typing import Any

from forms.form_item import FormItem
from forms.widgets import TemplateWidget


class Heading(FormItem):
    """A heading, which asks for nothing; in a step it ranks below the heading of the step."""

    widget = TemplateWidget("fields/heading.html")

    def __init__(self, *, is_in_step: bool, **options: Any) -> None:
        super().__init__(**options)
        self.is_in_step = is_in_step

    def process_formdata(self, valuelist: list[str]) -> None:
        """Leave alone whatever comes under its name."""
