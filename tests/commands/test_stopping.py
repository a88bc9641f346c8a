from __future__ import annotations

import signal
import threading

import pytest

from leadframe.commands.stopping import STOP_SIGNALS, StopSignal


def send(number: signal.Signals) -> None:
    """Send a signal to this very thread: the test run's others do not keep it back."""
    signal.pthread_kill(threading.get_ident(), number)


@pytest.mark.parametrize("number", sorted(STOP_SIGNALS))
def test_a_signal_is_told_of_and_does_nothing_else(number: signal.Signals) -> None:
    with StopSignal() as stop:
        assert not stop.came
        send(number)
        assert stop.came


def test_a_signal_that_came_before_anybody_waited_is_not_lost() -> None:
    with StopSignal() as stop:
        send(signal.SIGTERM)
        stop.wait()

        assert not stop.came


def test_an_impatient_second_signal_does_no_harm_either() -> None:
    with StopSignal() as stop:
        send(signal.SIGTERM)
        stop.wait()
        send(signal.SIGTERM)
        send(signal.SIGINT)


def test_afterwards_signals_do_what_they_did_before() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set())
    with StopSignal():
        assert signal.pthread_sigmask(signal.SIG_BLOCK, set()) >= STOP_SIGNALS

    assert signal.pthread_sigmask(signal.SIG_BLOCK, set()) == before
