"""The environment, read once into one frozen, typed object."""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from leadframe.errors import SettingsError
from leadframe.rates import OFF, Rates

PREFIX = "LEADFRAME_"
TEST_PREFIX = "LEADFRAME_TEST_"
SECRETS = {
    "secret_key",
    "secret_key_fallbacks",
    "api_key",
    "database_url",
    "rate_limit_storage",
    "encryption_key",
}
MOST_FALLBACK_KEYS = 8
FERNET_KEY_BYTES = 32
POSTGRESQL_FORM = "postgresql+psycopg://user:password@host/name"
HTTP_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
DATABASE = re.compile(r"(/[0-9]{0,4})?")
ORIGIN = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")


def _split(value: object) -> object:
    """Turn "a, b" into ("a", "b")."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _http_url(value: str) -> str:
    """Accept an absolute http or https address and drop its trailing slash."""
    if not HTTP_URL.fullmatch(value) or not _has_a_host(value):
        raise ValueError("give an absolute address such as https://forms.example")
    return value.rstrip("/")


def _has_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, or a port out of range
        return False


def _origin(value: str) -> str:
    """Accept an address that is an origin alone, and write it in lower case as browsers do.

    It goes into Content-Security-Policy headers, so nothing else may be in it.
    """
    address = _http_url(value).lower()
    if not ORIGIN.fullmatch(address):
        raise ValueError("give scheme and host alone, such as https://forms.example")
    return address


def _growing(values: tuple[float, ...]) -> tuple[float, ...]:
    if any(later <= sooner for sooner, later in pairwise(values)):
        raise ValueError("give growing numbers such as 2,10,30,60")
    return values


def _database_url(value: str) -> str:
    """Accept a file for SQLite, or a database of a PostgreSQL server; never quote the password."""
    if re.match(r"postgres(ql)?:", value):
        raise ValueError(f"write {POSTGRESQL_FORM}")
    if ":memory:" in value:
        raise ValueError("in memory it would lose leads; give sqlite:///path/to/file.db")
    if not re.fullmatch(r"sqlite:///.+", value) and not _is_postgresql_url(value):
        raise ValueError(f"give sqlite:///path/to/file.db or {POSTGRESQL_FORM}")
    return value


def _fernet_key(value: SecretStr) -> SecretStr:
    """Accept 32 bytes in the Base64 of web addresses (Fernet's specification)."""
    try:
        key = base64.b64decode(value.get_secret_value(), altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != FERNET_KEY_BYTES:
        raise ValueError("give a key such as `openssl rand -base64 32 | tr +/ -_` prints")
    return value


def _is_postgresql_url(value: str) -> bool:
    """Say whether all parts can be told apart; in a password, "@", "/" and the like are coded."""
    try:
        parts = urlsplit(value)
        return parts.scheme == "postgresql+psycopg" and len(parts.path) > 1 and parts.port != 0
    except ValueError:  # a broken IPv6 address, or what stands for a port is none
        return False


def _rate_limit_storage(value: SecretStr) -> SecretStr:
    """Accept the memory or a Redis server; never quote the password."""
    url = value.get_secret_value()
    if url != "memory://" and not _is_redis_url(url):
        raise ValueError("give memory:// or redis://:password@host:6379/0")
    return value


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
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Origin = Annotated[str, AfterValidator(_origin)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
RateLimitStorage = Annotated[SecretStr, AfterValidator(_rate_limit_storage)]
RateLimit = Annotated[Rates | None, BeforeValidator(_rates)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
LookupSeconds = Annotated[
    tuple[Seconds, ...], BeforeValidator(_split), AfterValidator(_growing), Field(min_length=1)
]


class Settings(BaseModel):
    """Everything the environment decides; the documentation of each is in docs/settings.md."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    secret_key: Key
    secret_key_fallbacks: Keys = ()
    api_url: HttpUrl = "https://amwezouylooonljdehou.supabase.co/functions/v1/openapi-operations"
    api_key: SecretStr | None = None
    channels_dir: Path = Path("channels")
    database_url: DatabaseUrl = "sqlite:///instance/leadframe.db"
    encryption_key: FernetKeys = ()
    public_url: Origin | None = None
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    rate_limit_storage: RateLimitStorage = SecretStr("memory://")
    rate_limit: RateLimit = Rates()
    wait_seconds: Annotated[float, Field(ge=0, le=20)] = 1.0
    token_max_age_seconds: Seconds = 86400.0
    min_fill_seconds: Annotated[float, Field(ge=0, le=60)] = 2.0
    connect_seconds: Seconds = 5.0
    deadline_seconds: Seconds = 20.0
    send_gate_seconds: Seconds = 10.0
    lease_seconds: Seconds = 60.0
    quarantine_seconds: Seconds = 120.0
    lookup_seconds: LookupSeconds = (2.0, 10.0, 30.0, 60.0)
    absent_gap_seconds: Seconds = 30.0
    clock_skew_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 120.0
    backoff_seconds: Seconds = 5.0
    backoff_max_seconds: Seconds = 3600.0
    max_tries: Annotated[int, Field(ge=1)] = 20
    max_age_seconds: Seconds = 172800.0
    barrier_sends: Annotated[int, Field(ge=1, le=90)] = 60
    breaker_failures: Annotated[int, Field(ge=1)] = 5
    breaker_pause_seconds: Seconds = 30.0
    breaker_pause_max_seconds: Seconds = 900.0
    channel_in_flight: Annotated[int, Field(ge=1)] = 4
    courier_threads: Annotated[int, Field(ge=1, le=256)] = 8
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    log_format: Literal["json", "text"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def _lease_outlives_the_send(self) -> Self:
        """A lease must not run out while its holder may still be sending (ledger.md, Numbers)."""
        longest = self.send_gate_seconds + self.connect_seconds + self.deadline_seconds
        if self.lease_seconds <= longest:
            raise ValueError(
                f"LEASE_SECONDS must be more than SEND_GATE_SECONDS + CONNECT_SECONDS"
                f" + DEADLINE_SECONDS ({longest:g})"
            )
        return self

    @property
    def signing_keys(self) -> list[str]:
        """All signing keys, oldest first and the current one last, as itsdangerous wants them."""
        older = [key.get_secret_value() for key in reversed(self.secret_key_fallbacks)]
        return [*older, self.secret_key.get_secret_value()]

    @property
    def encryption_keys(self) -> list[str]:
        """All keys of what is stored, newest first, as Fernet wants them."""
        return [key.get_secret_value() for key in self.encryption_key]


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment.

    Raises:
        SettingsError: a value is missing, wrong or misspelt; the message is one line naming it
            and never shows a secret.
    """
    values = _gather(environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def _gather(environment: Mapping[str, str]) -> dict[str, Any]:
    """Collect our variables, reading `..._FILE` secrets from their files."""
    values: dict[str, Any] = {}
    for variable, given in environment.items():
        if not variable.startswith(PREFIX) or variable.startswith(TEST_PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        in_a_file = name.endswith("_file") and name.removesuffix("_file") in SECRETS
        if in_a_file:
            name = name.removesuffix("_file")
        if name not in Settings.model_fields:
            raise SettingsError(f"{variable} is not a setting{_suggestion(name)}")
        if not given:  # an empty variable is how deployment tools write "not set"
            continue
        if name in values:
            raise SettingsError(f"{PREFIX}{name.upper()} is given twice: once as a file")
        values[name] = _read_secret(variable, given) if in_a_file else given
    return values


def _read_secret(variable: str, path: str) -> str:
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable} names a file that cannot be read: {path}") from error
    if not secret:
        raise SettingsError(f"{variable} names an empty file: {path}")
    return secret


def _suggestion(name: str) -> str:
    close = difflib.get_close_matches(name, Settings.model_fields, n=1)
    return f"; did you mean {PREFIX}{close[0].upper()}?" if close else ""


def _explain(error: ValidationError) -> str:
    """Say in one line what the first fault is."""
    fault = error.errors()[0]
    message = fault["msg"].removeprefix("Value error, ").replace("Input should", "it must")
    if not fault["loc"]:
        return f"{PREFIX}{message}"
    name = f"{PREFIX}{str(fault['loc'][0]).upper()}"
    if fault["type"] == "missing":
        return f"{name} is not set"
    if fault["type"] == "too_short":
        message = "give at least 32 characters, such as `openssl rand -hex 32` prints"
    if fault["type"] == "too_long":
        message = f"give at most {MOST_FALLBACK_KEYS} keys, with commas between them"
    return f"{name} cannot be used: {message}"
