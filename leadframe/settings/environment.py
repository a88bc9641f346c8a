"""Reads the environment, once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leadframe.errors import SettingsError
from leadframe.settings.kinds import MOST_FALLBACK_KEYS
from leadframe.settings.values import Settings

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
