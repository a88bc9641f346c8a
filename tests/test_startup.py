"""What a start loads: nothing that is slow to load and not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands.world import environment, opened_ledger

LOADED = "import sys; from app import create_app; create_app(); print(*sys.modules)"
SPARED = {"alembic", "cryptography", "limits", "psycopg", "redis"}


def loaded(env: dict[str, str]) -> set[str]:
    """Return what of the slow ones an application loads that starts in this environment."""
    command = [sys.executable, "-c", LOADED]
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return SPARED & set(run.stdout.split())


def test_a_start_loads_what_it_needs_alone(tmp_path: Path) -> None:
    env = environment(tmp_path, RATE_LIMIT="off")
    opened_ledger(env).close()

    assert loaded(env) == set()
    assert loaded(environment(tmp_path)) == {"limits"}
