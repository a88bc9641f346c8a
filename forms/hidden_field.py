"""The field that only rides along."""

from __future__ import annotations

from typing import Any

from forms.lead_field import LeadField
from forms.widgets import TemplateWidget


class HiddenField(LeadField):
    """A value that the visitor does not see; only one that may be prefilled may change."""

    widget = TemplateWidget("fields/hidden.html")
    is_hidden = True

    def __init__(self, *, may_change: bool, **options: Any) -> None:
        super().__init__(**options)
        self.may_change = may_change

    def process_data(self, value: Any) -> None:
        """Take the form's own value or a prefilled one."""
        super().process_data(value)
        self.data = self.text

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take back what the page carried, if it could have carried anything but our own value."""
        if self.may_change and valuelist and self.tidy(valuelist[0]):
            self.process_data(valuelist[0])
