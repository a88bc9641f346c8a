from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadframe.ledger import Ledger, Numbers
from tests.ledger.world import NUMBERS, Clock

OpenLedger = Callable[..., Ledger]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "leadframe.db"


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def open_ledger(url: str, clock: Clock) -> Iterator[OpenLedger]:
    """Open the test's file, as often as a test likes; all are closed in the end."""
    opened: list[Ledger] = []

    def open_it(
        *,
        numbers: Numbers = NUMBERS,
        now: Callable[[], float] = clock,
        gate_clock: Callable[[], float] = lambda: 0.0,
        busy_seconds: float = 5.0,
    ) -> Ledger:
        ledger = Ledger.open(
            url,
            numbers=numbers,
            now=now,
            gate_clock=gate_clock,
            random=lambda: 0.0,
            busy_seconds=busy_seconds,
        )
        opened.append(ledger)
        return ledger

    yield open_it
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    return open_ledger()
