from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from leadframe.errors import SettingsError
from leadframe.rates import Rate, Rates
from leadframe.settings import PREFIX, SECRETS, Settings, read_settings

KEY = "correct-horse-battery-staple-0123456789"
OLD_KEY = "an-older-key-that-is-just-as-long-as-it-must-be"
FERNET_KEY = "_" * 43 + "="
FERNET_KEY_2 = "A" * 43 + "="


def read(**values: str) -> Settings:
    """Read settings from an environment with a secret key and these values."""
    given_values = {"SECRET_KEY": KEY, **values}
    return read_settings({PREFIX + name: value for name, value in given_values.items()})


def refusal_of(**values: str) -> str:
    with pytest.raises(SettingsError) as refused:
        read(**values)
    message = str(refused.value)
    assert "\n" not in message
    return message


# What is read


def test_a_secret_key_is_all_that_is_needed() -> None:
    settings = read()

    assert settings.signing_keys == [KEY]
    assert settings.channels_dir == Path("channels")
    assert settings.api_key is None


def test_values_are_read_as_their_types() -> None:
    settings = read(
        WAIT_SECONDS="0.5",
        TRUSTED_PROXIES="2",
        CHANNELS_DIR="/srv/forms",
        LOG_LEVEL="debug",
        API_URL="http://lead_api:8000/api/",
        DATABASE_URL="sqlite:////var/lib/leadframe/leads.db",
        RATE_LIMIT="source 5/minute",
    )

    assert settings.wait_seconds == 0.5
    assert settings.trusted_proxies == 2
    assert settings.channels_dir == Path("/srv/forms")
    assert settings.log_level == "debug"
    assert settings.rate_limit == Rates(source=(Rate(5, 60),))
    assert settings.api_url == "http://lead_api:8000/api"
    assert settings.database_url == "sqlite:////var/lib/leadframe/leads.db"


def test_settings_may_be_made_in_code() -> None:
    key, old_key = SecretStr(KEY), SecretStr(OLD_KEY)

    assert Settings(secret_key=key, secret_key_fallbacks=(old_key,)).signing_keys == [OLD_KEY, KEY]


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read().wait_seconds = 2.0  # type: ignore[misc]


def test_the_rest_of_the_environment_does_not_matter() -> None:
    environment = {PREFIX + "SECRET_KEY": KEY, "PATH": "/bin", "LEADFRAME_TEST_REQUIRE_ALL": "1"}

    assert read_settings(environment) == read()


def test_an_empty_variable_is_not_set() -> None:
    assert read(API_KEY="", WAIT_SECONDS="", SECRET_KEY_FALLBACKS_FILE="") == read()


def test_keys_are_signed_with_the_current_and_believed_back_to_the_oldest() -> None:
    settings = read(SECRET_KEY_FALLBACKS=f"{OLD_KEY}-2, {OLD_KEY}-1,")

    assert settings.signing_keys == [f"{OLD_KEY}-1", f"{OLD_KEY}-2", KEY]


@pytest.mark.parametrize(
    ("given_address", "origin"),
    [
        ("https://forms.example", "https://forms.example"),
        ("https://Forms.Example/", "https://forms.example"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://[::1]:5000", "http://[::1]:5000"),
    ],
)
def test_the_public_address_is_an_origin(given_address: str, origin: str) -> None:
    assert read(PUBLIC_URL=given_address).public_url == origin


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///leads.db",
        "postgresql+psycopg://leads:pass%40word@db.example:5433/leads?sslmode=require",
        "postgresql+psycopg:///leads?host=/run/postgresql",
        "postgresql+psycopg://[::1]/leads",
    ],
)
def test_leads_are_stored_in_a_file_or_on_a_server(url: str) -> None:
    assert read(DATABASE_URL=url).database_url == url


# What is refused


@pytest.mark.parametrize("start", ["postgres", "postgresql", "postgresql+psycopg", "mysql"])
def test_a_database_that_is_refused_keeps_its_password_to_itself(start: str) -> None:
    told = refusal_of(DATABASE_URL=f"{start}://leads:pass/{KEY}@db.example/leads")

    assert told.startswith("LEADFRAME_DATABASE_URL cannot be used: ")
    assert KEY not in told
    assert "db.example" not in told


@pytest.mark.parametrize(
    "url",
    [
        "memory://",
        "redis://counts.example",
        "redis://:pass%40word@counts.example:6380/2",
        "rediss://user:password@[::1]:6379/0",
        "redis://counts.example/0?socket_timeout=0.5",
    ],
)
def test_counts_are_kept_in_memory_or_in_redis(url: str) -> None:
    settings = read(RATE_LIMIT_STORAGE=url)

    assert settings.rate_limit_storage.get_secret_value() == url
    assert url not in repr(settings)


def test_limits_are_on_unless_they_are_turned_off() -> None:
    assert read().rate_limit == Rates()
    assert read(RATE_LIMIT="off").rate_limit is None


def test_a_missing_secret_key_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^LEADFRAME_SECRET_KEY is not set$"):
        read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("SECRET_KEY", "short", "give at least 32 characters"),
        ("SECRET_KEY_FALLBACKS", f"{OLD_KEY},short", "give at least 32 characters"),
        ("SECRET_KEY_FALLBACKS", ",".join([OLD_KEY] * 9), "give at most 8 keys"),
        ("ENCRYPTION_KEY", "too-short", "give a key such as `openssl rand -base64 32"),
        ("ENCRYPTION_KEY", f"{FERNET_KEY},{FERNET_KEY[:-1]}", "give a key such as"),
        ("ENCRYPTION_KEY", ",".join([FERNET_KEY] * 9), "give at most 8 keys"),
        ("RETENTION_DAYS", "0", "greater than or equal to 1"),
        ("API_URL", "forms.example", "give an absolute address"),
        ("API_URL", "ftp://forms.example", "give an absolute address"),
        ("API_URL", "https://", "give an absolute address"),
        ("API_URL", "https://forms.example:port", "give an absolute address"),
        ("API_URL", "https://forms.example:99999", "give an absolute address"),
        ("API_URL", "https://forms.example/a b", "give an absolute address"),
        ("API_URL", "https://[half", "give an absolute address"),
        ("PUBLIC_URL", "https://forms.example/forms", "give scheme and host alone"),
        ("PUBLIC_URL", "https://forms.example?a=b", "give scheme and host alone"),
        ("PUBLIC_URL", "https://me@forms.example", "give scheme and host alone"),
        ("PUBLIC_URL", "https://forms.example;script-src", "give scheme and host alone"),
        ("PUBLIC_URL", "https://*.example", "give scheme and host alone"),
        ("PUBLIC_URL", "forms.example", "give an absolute address"),
        ("DATABASE_URL", "postgresql://localhost/leads", "write postgresql+psycopg://user:"),
        ("DATABASE_URL", "postgres://localhost/leads", "write postgresql+psycopg://user:"),
        ("DATABASE_URL", "postgresql+psycopg://localhost", "or postgresql+psycopg://user:"),
        ("DATABASE_URL", "postgresql+psycopg://localhost:five/leads", "or postgresql+psycopg:"),
        ("DATABASE_URL", "postgresql+asyncpg://localhost/leads", "or postgresql+psycopg:"),
        ("DATABASE_URL", "mysql://localhost/leads", "give sqlite:///path"),
        ("DATABASE_URL", "sqlite://", "give sqlite:///path"),
        ("DATABASE_URL", "sqlite:///:memory:", "it would lose leads"),
        ("RATE_LIMIT_STORAGE", "redis:///0", "give memory:// or redis://:password@host"),
        ("RATE_LIMIT_STORAGE", "redis://host:port", "give memory:// or redis://"),
        ("RATE_LIMIT_STORAGE", "redis://host/counts", "give memory:// or redis://"),
        ("RATE_LIMIT_STORAGE", "redis://ho st", "give memory:// or redis://"),
        ("RATE_LIMIT_STORAGE", f"redis://{'x' * 64}", "give memory:// or redis://"),
        ("RATE_LIMIT_STORAGE", "memcached://host", "give memory:// or redis://"),
        ("RATE_LIMIT", "30/minute", "begin each part with one of requests, source, form"),
        ("RATE_LIMIT", "source thirty", "write limits such as 30/10 minutes"),
        ("TRUSTED_PROXIES", "-1", "must be greater than or equal to 0"),
        ("TRUSTED_PROXIES", "11", "must be less than or equal to 10"),
        ("TRUSTED_PROXIES", "one", "must be a valid integer"),
        ("TRUSTED_PROXIES", "1.5", "must be a valid integer"),
        ("WAIT_SECONDS", "-1", "must be greater than or equal to 0"),
        ("WAIT_SECONDS", "21", "must be less than or equal to 20"),
        ("WAIT_SECONDS", "nan", "must be less than or equal to 20"),
        ("WAIT_SECONDS", "soon", "must be a valid number"),
        ("MAX_TRIES", "0", "must be greater than or equal to 1"),
        ("CHANNEL_IN_FLIGHT", "0", "must be greater than or equal to 1"),
        ("COURIER_THREADS", "0", "must be greater than or equal to 1"),
        ("COURIER_THREADS", "257", "must be less than or equal to 256"),
        ("LOG_FORMAT", "xml", "must be 'json' or 'text'"),
        ("LOG_LEVEL", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, remedy: str) -> None:
    message = refusal_of(**{name: value})

    assert message.startswith(f"{PREFIX}{name} cannot be used: ")
    assert remedy in message


@pytest.mark.parametrize(
    "name",
    [
        *("TOKEN_MAX_AGE_SECONDS", "CONNECT_SECONDS", "DEADLINE_SECONDS", "SEND_GATE_SECONDS"),
        *("LEASE_SECONDS", "BACKOFF_SECONDS", "BACKOFF_MAX_SECONDS", "MAX_AGE_SECONDS"),
    ],
)
@pytest.mark.parametrize("value", ["0", "-1", "inf", "nan", "5s", "1,5"])
def test_a_time_is_a_positive_number_of_seconds(name: str, value: str) -> None:
    assert refusal_of(**{name: value}).startswith(f"{PREFIX}{name} cannot be used: it must be ")


@pytest.mark.parametrize(
    ("name", "value"),
    [("LEASE_SECONDS", "35"), ("SEND_GATE_SECONDS", "35"), ("DEADLINE_SECONDS", "45")],
)
def test_a_lease_outlives_the_send(name: str, value: str) -> None:
    message = refusal_of(**{name: value})

    assert message.startswith("LEADFRAME_LEASE_SECONDS must be more than SEND_GATE_SECONDS")


def test_a_lease_may_be_just_longer_than_the_send() -> None:
    assert read(LEASE_SECONDS="35.1").lease_seconds == 35.1


def test_a_misspelt_setting_is_refused_with_a_guess() -> None:
    assert refusal_of(WAIT_SECOND="1") == (
        "LEADFRAME_WAIT_SECOND is not a setting; did you mean LEADFRAME_WAIT_SECONDS?"
    )


def test_a_setting_like_no_other_is_refused_without_a_guess() -> None:
    assert refusal_of(QQQ="1") == "LEADFRAME_QQQ is not a setting"


def test_only_secrets_are_read_from_files() -> None:
    assert "LEADFRAME_LOG_LEVEL_FILE is not a setting" in refusal_of(LOG_LEVEL_FILE="/dev/null")


# Secrets


def secret_file(folder: Path, content: str) -> str:
    path = folder / "secret"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_a_secret_may_be_kept_in_a_file(tmp_path: Path) -> None:
    settings = read(SECRET_KEY="", SECRET_KEY_FILE=secret_file(tmp_path, f" {OLD_KEY}\n"))

    assert settings.signing_keys == [OLD_KEY]


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_every_secret_may_be_kept_in_a_file(tmp_path: Path, name: str) -> None:
    values = {
        "database_url": "sqlite:///leads.db",
        "rate_limit_storage": "memory://",
        "encryption_key": FERNET_KEY,
    }
    path = secret_file(tmp_path, values.get(name, OLD_KEY))

    settings = read(**{"SECRET_KEY": KEY, name.upper(): "", f"{name.upper()}_FILE": path})

    assert getattr(settings, name)


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    message = refusal_of(SECRET_KEY_FILE=secret_file(tmp_path, OLD_KEY))

    assert message == "LEADFRAME_SECRET_KEY is given twice: once as a file"


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none"

    assert refusal_of(API_KEY_FILE=str(path)) == (
        f"LEADFRAME_API_KEY_FILE names a file that cannot be read: {path}"
    )


def test_a_secret_file_is_text(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"\xff\xfe")

    assert "LEADFRAME_API_KEY_FILE names a file" in refusal_of(API_KEY_FILE=str(path))


def test_an_empty_secret_file_is_named(tmp_path: Path) -> None:
    message = refusal_of(API_KEY_FILE=secret_file(tmp_path, "\n"))

    assert message.startswith("LEADFRAME_API_KEY_FILE names an empty file")


def test_encryption_keys_are_listed_with_commas_newest_first() -> None:
    assert read().encryption_keys == []
    assert read(ENCRYPTION_KEY=f"{FERNET_KEY}, {FERNET_KEY_2}").encryption_keys == [
        FERNET_KEY,
        FERNET_KEY_2,
    ]


def test_settings_never_show_their_secrets() -> None:
    settings = read(SECRET_KEY_FALLBACKS=OLD_KEY, API_KEY="sesame", ENCRYPTION_KEY=FERNET_KEY)

    for secret in (KEY, OLD_KEY, "sesame", FERNET_KEY):
        assert secret not in repr(settings)
        assert secret not in settings.model_dump_json()


@pytest.mark.parametrize("name", sorted(map(str.upper, SECRETS - {"api_key"})))
def test_a_refusal_never_shows_a_secret(name: str) -> None:
    assert "sesame" not in refusal_of(**{name: "sesame"})


@given(
    st.sampled_from(sorted(Settings.model_fields)),
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40),
)
def test_any_value_is_used_or_refused_in_one_line_that_names_it(name: str, value: str) -> None:
    try:
        settings = read(**{name.upper(): value})
    except SettingsError as error:
        message = str(error)
    else:
        message = PREFIX if hasattr(settings, name) else ""

    assert message.startswith(PREFIX)
    assert "\n" not in message
