"""Addresses that a page of ours may link to."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def is_web_link(address: str) -> bool:
    """Tell whether an address is an absolute one of the web, http or https."""
    try:
        parts = urlsplit(address)
        leads_somewhere = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, or a port that is not a number
        return False
    return _is_unbroken(address) and parts.scheme in {"http", "https"} and leads_somewhere


def is_mail_link(address: str) -> bool:
    """Tell whether an address has a mail written to one mailbox: `mailto:kim@acme.example`.

    A subject and other headers may follow it (RFC 6068).
    """
    # Slow to load, and only needed here.
    from email_validator import validate_email  # noqa: PLC0415

    try:
        validate_email(mailbox_of(address), check_deliverability=False)
    except ValueError:
        return False
    return _is_unbroken(address)


def mailbox_of(address: str) -> str:
    """Return whom an address of the scheme `mailto` is for; "" for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return unquote(parts.path) if parts.scheme == "mailto" else ""


def _is_unbroken(address: str) -> bool:
    # urlsplit drops tabs and line breaks silently; a browser would follow what is left.
    return address.isprintable() and " " not in address
