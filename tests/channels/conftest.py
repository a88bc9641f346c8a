"""What the tests of channel files share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for channel files, with nothing else near it."""
    path = tmp_path / "channels"
    path.mkdir()
    return path
