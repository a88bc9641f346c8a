from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from leadframe.ledger import State
from tests.commands.leads import REFERENCE, database_only, shown, stored
from tests.commands.world import run

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def with_keys(env: dict[str, str], *keys: str) -> dict[str, str]:
    return {**env, "LEADFRAME_ENCRYPTION_KEY": ",".join(keys)}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return a ledger with a lead of the old key."""
    env = database_only(tmp_path)
    stored(with_keys(env, OLD), State.DELIVERED)
    return env


def test_after_a_change_of_keys_the_new_one_is_enough(env: dict[str, str]) -> None:
    result = run(with_keys(env, NEW, OLD), "leads", "reencrypt")

    assert (result.exit_code, result.output) == (
        0,
        "All answers are encrypted with the first key\n",
    )
    assert shown(with_keys(env, NEW))["lead"]["email"] == "A@example.com"


def test_a_key_that_is_missing_is_named(env: dict[str, str]) -> None:
    result = run(with_keys(env, NEW), "leads", "reencrypt")

    assert result.exit_code == 1
    assert result.stderr.startswith("leadframe: 1 could not be read: they are encrypted")
    assert shown(with_keys(env, OLD))["lead"]


def test_without_any_key_there_is_nothing_to_encrypt_with(env: dict[str, str]) -> None:
    result = run(env, "leads", "reencrypt")

    assert result.exit_code == 2
    assert "LEADFRAME_ENCRYPTION_KEY is not set" in result.stderr


def test_a_key_may_be_kept_in_a_file(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{NEW},{OLD}\n")

    assert shown({**env, "LEADFRAME_ENCRYPTION_KEY_FILE": str(file)})["lead"]


@pytest.mark.parametrize("command", [["show", REFERENCE], ["export"]])
def test_what_cannot_be_read_is_told_in_one_line(env: dict[str, str], command: list[str]) -> None:
    result = run(with_keys(env, NEW), "leads", *command)

    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("leadframe: ")
    assert "LEADFRAME_ENCRYPTION_KEY" in line
    assert "A@example.com" not in result.output


def test_what_can_be_read_is_exported_all_the_same(env: dict[str, str]) -> None:
    stored(env, State.QUEUED, State.DEAD)

    result = run(with_keys(env, NEW), "leads", "export")

    assert result.exit_code == 1
    assert "B@example.com" in result.stdout


def test_a_person_is_found_and_forgotten_though_all_is_encrypted(env: dict[str, str]) -> None:
    keys = with_keys(env, NEW, OLD)
    who = ("--email", "a@example.com")
    assert "A@example.com" in run(keys, "leads", "export", *who).stdout

    run(keys, "leads", "purge", *who, "--yes", "--reason", "asked to")

    assert shown(keys)["lead"] == {}


def test_nobody_is_taken_for_forgotten_while_some_cannot_be_searched(env: dict[str, str]) -> None:
    who = ("--email", "a@example.com", "--yes", "--reason", "asked to")

    result = run(with_keys(env, NEW), "leads", "purge", *who)

    assert result.exit_code == 1
    assert "1 could not be read" in result.stderr
