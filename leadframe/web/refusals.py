"""What a visitor over a limit reads: that nothing was sent, nothing is lost, and when to go on."""

from __future__ import annotations

from datetime import timedelta

from babel import Locale
from babel.dates import format_timedelta
from flask_babel import lazy_gettext

from forms.words import ours
from leadframe.errors import OverLimitError
from leadframe.languages import Words, locale_of
from leadframe.web.languages import words_language

# Translators: %(later)s is a time from now on, such as "in 5 minutes".
FROM_YOUR_NETWORK = lazy_gettext(
    "Nothing was sent, because very many messages have just come from your network. Everything"
    " you wrote is still here: please try again %(later)s."
)
# Translators: %(later)s is a time from now on, such as "in 5 minutes".
FROM_EVERYWHERE = lazy_gettext(
    "Nothing was sent, because very many messages are coming in just now. Everything you wrote"
    " is still here: please try again %(later)s."
)
NOTICES = {
    "requests": FROM_YOUR_NETWORK,
    "source": FROM_YOUR_NETWORK,
    "form": FROM_EVERYWHERE,
    "deployment": FROM_EVERYWHERE,
}
MINUTE, HOUR = 60, 3600


def notice_of(refusal: OverLimitError) -> Words:
    """Return what the form says above what was typed."""
    later = tell_later(refusal.wait_seconds, locale_of(words_language()))
    return ours(str(NOTICES[refusal.scope]) % {"later": later})


def tell_later(seconds: int, locale: Locale) -> str:
    """Return "in 5 minutes" in a language, never too soon: minutes and hours are rounded up.

    No time of day is told, since no visitor's zone is known.
    """
    unit = MINUTE if seconds <= HOUR else HOUR
    whole = timedelta(seconds=-(-seconds // unit) * unit)
    return format_timedelta(whole, add_direction=True, threshold=1, locale=locale)
