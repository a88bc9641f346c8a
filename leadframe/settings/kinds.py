"""The kinds of values that settings have, and what each may be."""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from leadframe.rates import OFF, Rates
from leadframe.settings import addresses

MOST_FALLBACK_KEYS = 8
FERNET_KEY_BYTES = 32


def _split(value: object) -> object:
    """Turn "a, b" into ("a", "b")."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _growing(values: tuple[float, ...]) -> tuple[float, ...]:
    if any(later <= sooner for sooner, later in pairwise(values)):
        raise ValueError("give growing numbers such as 2,10,30,60")
    return values


def _fernet_key(value: SecretStr) -> SecretStr:
    """Accept 32 bytes in the Base64 of web addresses (Fernet's specification)."""
    try:
        key = base64.b64decode(value.get_secret_value(), altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != FERNET_KEY_BYTES:
        raise ValueError("give a key such as `openssl rand -base64 32 | tr +/ -_` prints")
    return value


def _rates(value: object) -> object:
    """Read limits as people write them; none stands for "off"."""
    if isinstance(value, str):
        return None if value == OFF else Rates.parse(value)
    return value


Key = Annotated[SecretStr, Field(min_length=32)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(_split), Field(max_length=MOST_FALLBACK_KEYS)]
FernetKey = Annotated[SecretStr, AfterValidator(_fernet_key)]
FernetKeys = Annotated[
    tuple[FernetKey, ...], BeforeValidator(_split), Field(max_length=MOST_FALLBACK_KEYS)
]
HttpUrl = Annotated[str, AfterValidator(addresses.http_url)]
Origin = Annotated[str, AfterValidator(addresses.origin)]
DatabaseUrl = Annotated[str, AfterValidator(addresses.database_url)]
RateLimitStorage = Annotated[SecretStr, AfterValidator(addresses.rate_limit_storage)]
RateLimit = Annotated[Rates | None, BeforeValidator(_rates)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
LookupSeconds = Annotated[
    tuple[Seconds, ...], BeforeValidator(_split), AfterValidator(_growing), Field(min_length=1)
]
