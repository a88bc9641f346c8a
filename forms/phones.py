"""Phone numbers of any country, read into E.164."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from forms import messages
from leadframe.errors import UnreadableError

INTERNATIONAL_PREFIX = "00"
FOREIGN_EXAMPLE = "+44 20 7946 0958"


def parse_phone(text: str, *regions: str | None) -> str:
    """Return a phone number in E.164, followed by `;ext=` and its extension if it has one.

    Args:
        text: what was typed.
        regions: the countries whose numbers may go without a country code, such as "DK".

    Raises:
        UnreadableError: no such number can exist, and the message gives an example; or there is
            one in two of the countries, and the message has both.
    """
    readings = {number for region in regions if (number := _reading(text, region))}
    if len(readings) > 1:
        raise UnreadableError(messages.type_one_of_two(text, *sorted(readings)[:2]))
    if not readings:
        raise UnreadableError(advise_on_phones(next(filter(None, regions), None)))
    return readings.pop()


def _reading(text: str, region: str | None) -> str:
    """Return the number that a text is in a country; "" when it is none."""
    for spelling in _spellings(text):
        number = _parse(spelling, region)
        if number is not None and phonenumbers.is_valid_number(number):
            return _written(number)
    return ""


def _spellings(text: str) -> list[str]:
    """Add the spelling with a plus: 00 means it in most countries, if not in the form's own."""
    if text.startswith(INTERNATIONAL_PREFIX):
        return [text, f"+{text.removeprefix(INTERNATIONAL_PREFIX)}"]
    return [text]


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _written(number: PhoneNumber) -> str:
    # E.164 has no place for an extension; RFC 3966 writes it so.
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def advise_on_phones(region: str | None) -> str:
    """Say what to type where numbers of `region` may go without a country code."""
    example = phonenumbers.example_number(region) if region else None
    if example is None:
        return messages.type_international_phone(FOREIGN_EXAMPLE)
    shown = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
    return messages.type_phone(shown)
