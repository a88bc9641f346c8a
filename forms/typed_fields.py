"""The fields that a visitor types into, one class for each way of reading what was typed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel import Locale
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms import messages
from forms.addresses import parse_web_address
from forms.cleaning import tidy_text
from forms.lead_field import LeadField
from forms.numbers import (
    advise_on_numbers,
    advise_on_whole_numbers,
    parse_number,
    parse_whole_number,
    plain_text,
    show,
)
from forms.widgets import TemplateWidget
from leadframe.channels.typed_fields import LONGEST_VALUE
from leadframe.errors import UnreadableError


class LineField(LeadField):
    """A line of text."""

    widget = TemplateWidget("fields/text.html")


class AreaField(LeadField):
    """Several lines of text."""

    widget = TemplateWidget("fields/textarea.html")
    longest = LONGEST_VALUE

    def tidy(self, text: str) -> str:
        """Keep the lines apart."""
        return tidy_text(text)


class WebAddressField(LineField):
    """A web address."""

    asks = messages.TYPE_WEB_ADDRESS

    def read(self, text: str) -> str:
        """Read it with its scheme."""
        return parse_web_address(text)


class PhoneField(LineField):
    """A phone number.

    Those of `region`, and of a country that is chosen in the same form, may go without their
    country code.
    """

    def __init__(self, *, region: str | None, **options: Any) -> None:
        super().__init__(**options)
        self.region = region
        self.asks = messages.lazily(_advise_on_phones, region)

    def read(self, text: str) -> str:
        """Leave it as it is until the whole form is known."""
        return text

    def pre_validate(self, form: BaseForm) -> None:
        """Read it into E.164, by the country that was chosen too."""
        # Slow to load, and no page needs it before one is sent.
        from forms.phones import parse_phone  # noqa: PLC0415

        super().pre_validate(form)
        if self.is_empty:
            return
        chosen = [field.chosen_region for field in form if isinstance(field, LeadField)]
        try:
            self.data = parse_phone(self.text, self.region, *filter(None, chosen))
        except UnreadableError as fault:
            raise StopValidation(messages.about(self.known_as, str(fault))) from fault


def _advise_on_phones(region: str | None) -> str:
    from forms.phones import advise_on_phones  # noqa: PLC0415 - slow to load

    return advise_on_phones(region)


class NumberField(LeadField):
    """A number, an amount of `currency` or a percentage, as `locale` writes it."""

    widget = TemplateWidget("fields/number.html")

    def __init__(
        self, *, locale: Locale, currency: str | None = None, percent: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self.locale = locale
        self.currency = currency
        self.percent = percent
        self.asks = messages.lazily(advise_on_numbers, locale)

    @property
    def unit(self) -> str:
        """What stands before the input."""
        return self.currency or ("%" if self.percent else "")

    @property
    def note_ids(self) -> list[str]:
        """The unit describes the input too."""
        return [*super().note_ids, f"{self.id}-unit"] if self.unit else super().note_ids

    def read(self, text: str) -> Decimal:
        """Read it, with the decimals as typed."""
        return parse_number(text, self.locale, currency=self.currency, percent=self.percent)

    def cleaned(self) -> str:
        """Return it with a dot and no exponent."""
        return "" if self.data is None else plain_text(self.data)

    @property
    def told(self) -> list[str]:
        """The number as its locale writes it, with its unit."""
        if self.data is None:
            return super().told
        return [show(self.data, self.locale, currency=self.currency, percent=self.percent)]


class WholeNumberField(NumberField):
    """A number without a fraction."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asks = messages.lazily(advise_on_whole_numbers, self.locale)

    def read(self, text: str) -> Decimal:
        """Read it without decimals."""
        return parse_whole_number(text, self.locale)
