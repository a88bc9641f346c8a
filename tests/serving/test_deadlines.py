from __future__ import annotations

import pytest

from leadframe.serving.deadlines import Deadlines

AT_ONCE, NEVER = 0.0, 3600.0


@pytest.fixture
def missed() -> list[str]:
    """Return what was missed."""
    return []


def test_what_does_not_come_in_time_is_missed_once(missed: list[str]) -> None:
    deadlines = Deadlines()
    deadline = deadlines.set(AT_ONCE, lambda: missed.append("a"))

    deadlines.look()
    deadlines.look()

    assert missed == ["a"]
    assert not deadlines.meet(deadline)


def test_what_has_come_is_not_missed_and_comes_once(missed: list[str]) -> None:
    deadlines = Deadlines()
    deadline = deadlines.set(AT_ONCE, lambda: missed.append("a"))

    assert deadlines.meet(deadline)
    assert not deadlines.meet(deadline)

    deadlines.look()
    assert not missed


def test_what_has_time_is_left_alone(missed: list[str]) -> None:
    deadlines = Deadlines()
    deadline = deadlines.set(NEVER, lambda: missed.append("a"))

    deadlines.look()

    assert not missed
    assert deadlines.meet(deadline)


def test_a_fault_in_one_is_told_of_and_stops_no_other(
    missed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    deadlines = Deadlines()
    deadlines.set(AT_ONCE, lambda: missed.remove("what a visitor typed"))
    deadlines.set(AT_ONCE, lambda: missed.append("b"))

    deadlines.look()

    assert missed == ["b"]
    assert "fault in the server" in caplog.text
    assert "typed" not in caplog.text
