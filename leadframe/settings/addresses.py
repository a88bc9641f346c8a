"""Addresses as operators write them: of pages, of the lead API, and of what stores things.

Each function returns the address as it is used, or raises ValueError with what to write instead.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import SecretStr

POSTGRESQL_FORM = "postgresql+psycopg://user:password@host/name"
HTTP_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
DATABASE = re.compile(r"(/[0-9]{0,4})?")
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")


def http_url(value: str) -> str:
    """Accept an absolute http or https address and drop its trailing slash."""
    if not HTTP_URL.fullmatch(value) or not _has_a_host(value):
        raise ValueError("give an absolute address such as https://forms.example")
    return value.rstrip("/")


def origin(value: str) -> str:
    """Accept an address that is an origin alone, and write it in lower case as browsers do.

    It goes into Content-Security-Policy headers, so nothing else may be in it.
    """
    address = http_url(value).lower()
    if not ORIGIN.fullmatch(address):
        raise ValueError("give scheme and host alone, such as https://forms.example")
    return address


def database_url(value: str) -> str:
    """Accept a file for SQLite, or a database of a PostgreSQL server; never quote the password."""
    if re.match(r"postgres(ql)?:", value):
        raise ValueError(f"write {POSTGRESQL_FORM}")
    if ":memory:" in value:
        raise ValueError("in memory it would lose leads; give sqlite:///path/to/file.db")
    if not re.fullmatch(r"sqlite:///.+", value) and not _is_postgresql_url(value):
        raise ValueError(f"give sqlite:///path/to/file.db or {POSTGRESQL_FORM}")
    return value


def rate_limit_storage(value: SecretStr) -> SecretStr:
    """Accept the memory or a Redis server; never quote the password."""
    url = value.get_secret_value()
    if url != "memory://" and not _is_redis_url(url):
        raise ValueError("give memory:// or redis://:password@host:6379/0")
    return value


def _has_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, or a port out of range
        return False


def _is_postgresql_url(value: str) -> bool:
    """Say whether all parts can be told apart; in a password, "@", "/" and the like are coded."""
    try:
        parts = urlsplit(value)
        return parts.scheme == "postgresql+psycopg" and len(parts.path) > 1 and parts.port != 0
    except ValueError:  # a broken IPv6 address, or what stands for a port is none
        return False


def _is_redis_url(value: str) -> bool:
    """Say whether it names a host that can be looked up, and at most a database by its number."""
    try:
        parts = urlsplit(value)
        named = bool(parts.hostname and parts.hostname.encode("idna")) and parts.port != 0
    except ValueError:  # a broken IPv6 address, port or name
        return False
    return named and bool(
        re.fullmatch(r"rediss?://[!-~]+", value) and DATABASE.fullmatch(parts.path)
    )
