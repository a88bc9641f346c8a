"""Who sends, as far as that may be known: a name that tells no address and changes every day."""

from __future__ import annotations

import hmac
import re
import socket
import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network

DAY_SECONDS = 86400
PURPOSE = b"leadframe.source"
KEPT_DAYS = 2
NAME_BYTES = 16
# One household or phone has at least so much of IPv6 (RFC 6177), and any address in it.
IPV6_PREFIX = 64
# Some proxies add the visitor's port to the address.
WITH_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](:[0-9]+)?|(?P<v4>[0-9.]+):[0-9]+")


class Sources:
    """Names sources by keyed hashes: the same for a day and for all who share the secret key.

    Args:
        secret_key: what no visitor knows.
        now: returns Unix seconds.
    """

    def __init__(self, secret_key: str, *, now: Callable[[], float] = time.time) -> None:
        self._secret_key = secret_key.encode()
        self._now = now
        self._key_of = lru_cache(maxsize=KEPT_DAYS)(self._derive)

    def name(self, address: str | None) -> str | None:
        """Return the name of an address today, or None where there is no address to name."""
        network = network_of(address or "")
        if network is None:
            return None
        key = self._key_of(int(self._now() // DAY_SECONDS))
        # Unlike `hmac.digest` it does not let go of the interpreter, to wait for it once more.
        return blake2b(network.encode(), key=key, digest_size=NAME_BYTES).hexdigest()

    def _derive(self, day: int) -> bytes:
        return hmac.digest(self._secret_key, PURPOSE + str(day).encode(), "sha256")


def network_of(address: str) -> str | None:
    """Return what an address is counted as: itself, or the /64 that it is in with IPv6.

    It is None for what is no address, such as a proxy's "unknown": it would make one source of
    many visitors.
    """
    if _is_ipv4(address):
        return address
    found = WITH_PORT.fullmatch(address)
    try:
        parsed = ip_address((found["v6"] or found["v4"]) if found else address)
    except ValueError:
        return None
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), IPV6_PREFIX), strict=False))


def _is_ipv4(address: str) -> bool:
    """Whether it is four numbers as `ip_address` would write them; most are, and it is slow."""
    try:
        return (
            socket.inet_ntop(socket.AF_INET, socket.inet_pton(socket.AF_INET, address)) == address
        )
    except (OSError, ValueError):
        return False
