"""Email and web addresses, checked without asking the network."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from forms import messages
from forms.mail_typos import meant_domain
from leadframe.errors import UnreadableError

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
WEB_SCHEMES = {"http", "https"}
# Dotted labels of letters and digits of any script; single words are names inside a network.
HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?")
# Of an address that is no longer than a name may be alone, no part is too long.
LONGEST_USUAL = 64
USUAL = f"{string.ascii_letters}{string.digits}._+-".encode()
KEPT_DOMAINS = 1024
UNSAFE = re.compile(r"""[\s<>"'`\\^{|}]""")


def parse_email(text: str) -> str:
    """Return an email address in its normal form: its domain in lower case, NFC.

    Raises:
        UnreadableError: no mail can be sent to it.
    """
    name, _, domain = text.rpartition("@")
    # What the library says of a domain is the same for every usual name there.
    is_usual = len(text) <= LONGEST_USUAL and text.isascii() and _is_usual(name)
    return f"{name}@{_normal_domain(domain)}" if is_usual else _normal_address(text)


def _is_usual(name: str) -> bool:
    """Whether a name is of letters, digits and a few signs, with single dots within (RFC 5322)."""
    return not name.encode().translate(None, USUAL) and ".." not in f".{name}."


@lru_cache(maxsize=KEPT_DOMAINS)
def _normal_domain(domain: str) -> str:
    return _normal_address(f"name@{domain}").rpartition("@")[2]


def _normal_address(text: str) -> str:
    # Slow to load, and no page needs it before one is sent.
    import email_validator  # noqa: PLC0415

    try:
        return email_validator.validate_email(text, check_deliverability=False).normalized
    except email_validator.EmailNotValidError as error:
        raise UnreadableError(messages.TYPE_EMAIL) from error


def meant_address(address: str) -> str:
    """Return the address that was most likely meant by one of a mistyped domain, or ""."""
    name, _, domain = address.rpartition("@")
    meant = meant_domain(domain)
    return f"{name}@{meant}" if meant else ""


def parse_web_address(text: str) -> str:
    """Return an http or https address, with https:// when the visitor left it out.

    Raises:
        UnreadableError: it is no address of the public web.
    """
    address = text if SCHEME.match(text) else f"https://{text}"
    try:
        parts = urlsplit(address)
        sound = _is_sound(parts) and not UNSAFE.search(text)
    except ValueError as error:
        raise UnreadableError(messages.TYPE_WEB_ADDRESS) from error
    if not sound:
        raise UnreadableError(messages.TYPE_WEB_ADDRESS)
    return parts.geturl()


def _is_sound(parts: SplitResult) -> bool:
    """Tell whether scheme and host are those of a public page, without a user or password.

    Raises:
        ValueError: the port is no number.
    """
    with_port = parts.port is None or parts.port > 0
    is_web = parts.scheme in WEB_SCHEMES and "@" not in parts.netloc
    return is_web and with_port and HOST.fullmatch(parts.hostname or "") is not None
