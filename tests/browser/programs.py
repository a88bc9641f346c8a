"""The programs these tests drive: without one they are skipped, or fail where all must run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRE_ALL = "LEADFRAME_TEST_REQUIRE_ALL"


def need(name: str) -> str:
    """Return the path of an installed program."""
    return shutil.which(name) or _do_without(f"{name} is not installed")


def need_file(path: Path, remedy: str) -> Path:
    """Return the path of a file that something else installs."""
    return path if path.exists() else _do_without(f"there is no {path.name}: {remedy}")


def _do_without(reason: str) -> NoReturn:
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{reason}, and {REQUIRE_ALL} is set")
    pytest.skip(reason)
