"""What a start loads, the first page with it: nothing that is slow to load and not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands.world import environment

OPENED = """
import sys
from app import create_app
from babel import localedata

assert create_app().test_client().get("/f/contact").status_code == 200
print(*sys.modules, *(f"CLDR:{language}" for language in localedata._cache))
"""
SPARED = {
    "alembic",
    "cryptography",
    "email_validator",
    "leadframe.commands.leads",
    "leadframe.sandbox",
    "leadframe.web.preview",
    "limits",
    "markdown_it",
    "phonenumbers",
    "psycopg",
    "redis",
    "requests",
    "sqlalchemy.dialects.postgresql",
    "urllib3",
    # What Babel knows of a language, and of all of them.
    "CLDR:en",
    "CLDR:root",
}
RUN = """
import atexit, gc
from leadframe.__main__ import main

atexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count()))
main()
"""


def printed(program: str, *arguments: str, env: dict[str, str]) -> list[str]:
    """Return the words that a program in a Python of its own prints."""
    command = [sys.executable, "-c", program, *arguments]
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    return run.stdout.split()


def test_a_start_loads_what_it_needs_alone_and_so_does_the_first_page(tmp_path: Path) -> None:
    env = environment(tmp_path)
    with_redis = environment(tmp_path, RATE_LIMIT_STORAGE="redis://127.0.0.1:9")

    # With a new ledger, and with one that is there.
    assert SPARED.intersection(printed(OPENED, env=env)) == set()
    assert SPARED.intersection(printed(OPENED, env=env)) == set()
    assert SPARED.intersection(printed(OPENED, env=with_redis)) >= {"limits", "redis"}


def test_a_collection_of_garbage_passes_over_what_is_loaded() -> None:
    *_, enabled, frozen = printed(RUN, "--version", env={})

    assert enabled == "True"
    assert int(frozen) > 0
