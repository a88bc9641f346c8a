"""What a browser may fill in by itself: the tokens of the `autocomplete` attribute."""

from __future__ import annotations

import difflib
from typing import Self

from pydantic import model_validator

from leadframe.channels.base_field import BaseField

# https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
CONTACT = (
    *("tel", "tel-country-code", "tel-national", "tel-area-code", "tel-local"),
    *("tel-local-prefix", "tel-local-suffix", "tel-extension", "email", "impp"),
)
TOKENS = (
    *("name", "honorific-prefix", "given-name", "additional-name", "family-name"),
    *("honorific-suffix", "nickname", "username", "new-password", "current-password"),
    *("one-time-code", "organization-title", "organization", "street-address"),
    *("address-line1", "address-line2", "address-line3", "address-level4", "address-level3"),
    *("address-level2", "address-level1", "country", "country-name", "postal-code"),
    *("cc-name", "cc-given-name", "cc-additional-name", "cc-family-name", "cc-number", "cc-exp"),
    *("cc-exp-month", "cc-exp-year", "cc-csc", "cc-type", "transaction-currency"),
    *("transaction-amount", "language", "bday", "bday-day", "bday-month", "bday-year", "sex"),
    *("url", "photo"),
    *CONTACT,
)
SWITCHES = ("on", "off")
KINDS_OF_ADDRESS = ("shipping", "billing")
KINDS_OF_CONTACT = ("home", "work", "mobile", "fax", "pager")
SECTION = "section-"
# The inputs of these types take a few tokens, all others what fits on a line (HTML, "field name").
ONLY = {"email": ("email", "username"), "tel": ("tel",), "date": ("bday",)}
SEVERAL_LINES = "street-address"
ALIKE = 0.6


class Autofilled(BaseField):
    """A field that a browser may fill in for the visitor; `autocomplete` says with what."""

    autocomplete: str | None = None

    @model_validator(mode="after")
    def _browsers_know_it(self) -> Self:
        if self.autocomplete is not None:
            check_autocomplete(self.autocomplete, self.type)
        return self


def check_autocomplete(value: str, kind: str) -> None:
    """Accept what the HTML standard knows as `autocomplete` for a type of field.

    Raises:
        ValueError: it does not; the message says what to do.
    """
    if value in SWITCHES:
        return
    *before, name = value.split(" ")
    if name not in TOKENS:
        close = difflib.get_close_matches(name, TOKENS, n=1, cutoff=ALIKE)
        guess = f'did you mean "{close[0]}"?' if close else 'such as "given-name" or "postal-code"'
        raise ValueError(f'autocomplete: "{name}" is not in the HTML standard; {guess}')
    if before != _in_order(before, is_contact=name in CONTACT):
        raise ValueError(
            f'autocomplete: before "{name}" write nothing, or what the HTML standard allows there,'
            ' such as "billing" for an address or "work" for an email'
        )
    if kind in ONLY and name not in ONLY[kind]:
        allowed = '", "'.join((*ONLY[kind], *SWITCHES))
        raise ValueError(f'autocomplete: with type = "{kind}" give one of "{allowed}"')
    if name == SEVERAL_LINES and kind != "textarea":
        raise ValueError(
            f'autocomplete: "{name}" has several lines and goes with type = "textarea";'
            ' for a single line give "address-line1"'
        )


def _in_order(words: list[str], *, is_contact: bool) -> list[str]:
    """Return the words that may stand before a name, in the order of the standard."""
    section = [word for word in words[:1] if word.startswith(SECTION) and word != SECTION]
    address = [word for word in words if word in KINDS_OF_ADDRESS][:1]
    contact = [word for word in words if is_contact and word in KINDS_OF_CONTACT][:1]
    return [*section, *address, *contact]
