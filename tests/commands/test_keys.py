"""What `serve` and `courier` say at start of a key that does not fit, and that they go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from leadframe.ledger import State
from tests.commands.leads import stored
from tests.commands.visitor import send
from tests.commands.world import address_in, environment, opened_ledger, run_until

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
SERVE = ("serve", "--port", "0", "--no-courier")
Told = Callable[[], list[str]]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return a site with a lead that waits, closed with the old key."""
    env = environment(tmp_path)
    stored(with_keys(env, OLD), State.QUEUED)
    return env


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Return what gives the reasons in the log for not reading what is stored."""

    def read() -> list[str]:
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        return [line["reason"] for line in lines if line["message"].startswith("Stored leads")]

    return read


def with_keys(env: dict[str, str], *keys: str) -> dict[str, str]:
    return {**env, "LEADFRAME_ENCRYPTION_KEY": ",".join(keys)}


@pytest.mark.parametrize("command", [SERVE, ("courier",)], ids=["serve", "courier"])
@pytest.mark.parametrize(
    ("keys", "reason"), [((), "is not set"), ((NEW,), "does not have")], ids=["lost", "wrong"]
)
def test_a_key_that_does_not_fit_is_said_once_and_the_start_goes_on(
    env: dict[str, str], told: Told, command: tuple[str, ...], keys: tuple[str, ...], reason: str
) -> None:
    ran = run_until(with_keys(env, *keys), *command, then=lambda _line: None)

    assert (ran.exit_code, len(ran.lines)) == (0, 1)
    (only,) = told()
    assert "LEADFRAME_ENCRYPTION_KEY" in only
    assert reason in only


def test_with_a_wrong_key_new_leads_are_taken(env: dict[str, str], told: Told) -> None:
    def visit(line: str) -> None:
        assert send(address_in(line)).status_code == 303

    run_until(with_keys(env, NEW), *SERVE, then=visit)

    assert told()
    with closing(opened_ledger(with_keys(env, NEW, OLD))) as ledger:
        assert len([ledger.story(lead.id).payload for lead in ledger.list()]) == 2


def test_a_key_that_fits_is_worth_no_word(env: dict[str, str], told: Told) -> None:
    run_until(with_keys(env, NEW, OLD), *SERVE, then=lambda _line: None)

    assert told() == []
