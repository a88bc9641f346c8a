"""The programs these tests drive: without one they are skipped, or fail where all must run."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRE_ALL = "LEADFRAME_TEST_REQUIRE_ALL"


def need(name: str) -> str:
    """Return the path of an installed program."""
    if path := shutil.which(name):
        return path
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{name} is not installed, and {REQUIRE_ALL} is set")
    pytest.skip(f"{name} is not installed")
