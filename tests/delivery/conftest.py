from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadframe.sandbox import Sandbox
from tests.delivery.world import World


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def world(tmp_path: Path, sandbox: Sandbox) -> Iterator[World]:
    with World(tmp_path, sandbox) as whole:
        yield whole
