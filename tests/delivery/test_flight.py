from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from leadframe.delivery.flight import Flight
from leadframe.errors import MissedGateError

Line = tuple[socket.socket, socket.socket]


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    theirs.settimeout(20)
    with ours, theirs:
        yield ours, theirs


def flight(*, open_gate: bool = True) -> Flight:
    return Flight(may_depart=lambda: open_gate)


def test_nothing_has_left_until_the_gate_was_passed() -> None:
    one = flight()
    assert not one.departed
    one.depart()
    assert one.departed


def test_a_closed_gate_lets_nothing_leave() -> None:
    one = flight(open_gate=False)
    with pytest.raises(MissedGateError):
        one.depart()
    assert not one.departed


def test_nothing_leaves_after_the_deadline() -> None:
    one = flight()
    one.time_out()
    with pytest.raises(MissedGateError):
        one.depart()
    assert not one.departed


def test_the_deadline_ends_a_connection_under_its_reader(line: Line) -> None:
    ours, theirs = line
    one = flight()
    with one.within(0.01):
        one.board(ours)
        assert theirs.recv(1) == b""
    assert ours.recv(1) == b""
    assert one.timed_out


def test_a_connection_made_after_the_deadline_is_ended_at_once(line: Line) -> None:
    ours, theirs = line
    one = flight()
    with one.within(60):
        one.time_out()
        one.board(ours)
        assert theirs.recv(1) == b""


def test_a_connection_that_is_already_gone_can_be_ended(line: Line) -> None:
    ours, theirs = line
    one = flight()
    with one.within(60):
        one.board(ours)
        theirs.close()
        ours.shutdown(socket.SHUT_RDWR)
        one.time_out()
        one.time_out()
    assert one.timed_out


def test_a_flight_that_was_in_time_leaves_its_connection_alone(line: Line) -> None:
    ours, theirs = line
    one = flight()
    with one.within(60):
        one.board(ours)
    one.time_out()
    ours.sendall(b"!")
    assert theirs.recv(1) == b"!"
