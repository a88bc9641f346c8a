"""An input that people leave empty, and programs fill in or leave out."""

from __future__ import annotations

import hashlib

from forms.binding import BoundByCopy
from forms.cleaning import tidy_line
from forms.lead_field import LONGEST_LINE
from forms.widgets import TemplateWidget

# No field can be called so: names have no hyphen but those made from a property's uuid, `p_...`.
NAME = "entry-{digits}"
DIGITS = 6


def decoy_name(slug: str) -> str:
    """Name the decoy of a form: neutrally, for browsers fill in what they know by its name.

    It is the same on every host, under every key and in every version of the form, so that no
    page that is open anywhere lacks it when it comes back.
    """
    number = int.from_bytes(hashlib.sha256(f"leadframe.decoy:{slug}".encode()).digest())
    return NAME.format(digits=str(number)[-DIGITS:])


class DecoyField(BoundByCopy):
    """The decoy; what was written in it is shown again, so that who sees it can take it out."""

    widget = TemplateWidget("fields/decoy.html")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent."""
        self.data = tidy_line("".join(valuelist))[:LONGEST_LINE]

    @property
    def is_left_out(self) -> bool:
        """Whether the form came without it."""
        return not self.raw_data

    def _value(self) -> str:
        return self.data or ""
