"""The field for an email address, which asks about what looks mistyped."""

from __future__ import annotations

from forms import messages
from forms.addresses import meant_address, parse_email
from forms.typed_fields import LineField
from forms.widgets import TemplateWidget


class EmailField(LineField):
    """An email address; a domain that looks mistyped is asked about, once for each address.

    Under its name come what was typed, the address that was asked about, if any, and the one
    that the visitor accepted instead by its button.

    Attributes:
        asked: the address that the visitor is asked about, or was.
        suggestion: the address that is offered for it.
    """

    widget = TemplateWidget("fields/email.html")
    asks = messages.TYPE_EMAIL
    asked = suggestion = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the address, and ask about its domain unless that was done."""
        typed, asked, accepted, *_ = [*valuelist, "", "", ""]
        self.asked = self.tidy(asked)
        super().process_formdata([accepted or typed])
        if self.data and self.data != self.asked:
            self._ask()

    def _ask(self) -> None:
        self.suggestion = meant_address(self.data)
        if self.suggestion:
            self.asked = self.data
            meant, typed = (each.rpartition("@")[2] for each in (self.suggestion, self.data))
            raise ValueError(messages.about(self.known_as, messages.did_you_mean(meant, typed)))

    def read(self, text: str) -> str:
        """Read it into its normal form."""
        return parse_email(text)
