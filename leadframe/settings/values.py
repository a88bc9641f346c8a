"""Everything the environment decides, in one frozen, typed object."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from leadframe.rates import Rates
from leadframe.settings.kinds import (
    DatabaseUrl,
    FernetKeys,
    HttpUrl,
    Key,
    Keys,
    LookupSeconds,
    Origin,
    RateLimit,
    RateLimitStorage,
    Seconds,
)


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
    page_cache_bytes: Annotated[int, Field(ge=0)] = 256 * 1024 * 1024
    page_shared_seconds: Annotated[int, Field(ge=0, le=60)] = 0
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
