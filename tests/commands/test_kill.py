"""`kill -9` of `leadframe serve` right after the visitor was answered loses nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlsplit

import pytest
import requests

from leadframe.ledger import Selection, Snapshot, State
from leadframe.sandbox import Mode, Sandbox
from leadframe.sandbox.server import API_KEY
from tests.commands.processes import started
from tests.commands.visitor import send, token_of
from tests.commands.world import PATIENCE_SECONDS, environment, opened_ledger

# Long enough for a slow machine to send, short enough to wait for the lease to run out.
QUICK = {
    "SEND_GATE_SECONDS": "0.5",
    "CONNECT_SECONDS": "0.2",
    "DEADLINE_SECONDS": "1",
    "LEASE_SECONDS": "2",
}
QUICK_LOOKUP = {
    "API_KEY": API_KEY,
    "LOOKUP_SECONDS": "0.1,0.3",
    "QUARANTINE_SECONDS": "0.5",
    "ABSENT_GAP_SECONDS": "0.2",
}
LOOK_SECONDS = 0.05
CROWD = 12


def newest(env: dict[str, str]) -> Snapshot:
    ledger = opened_ledger(env)
    lead = ledger.list()[0]
    ledger.close()
    return lead


def wait_for(env: dict[str, str], state: State, *, tries: int) -> None:
    """Wait until another process has brought the newest lead into a state, after so many tries."""
    never = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        lead = newest(env)
        if (lead.state, lead.tries) == (state, tries):
            return
        never.wait(LOOK_SECONDS)
    pytest.fail(f"still {newest(env)}")


def kill_in_flight(folder: Path, env: dict[str, str], sandbox: Sandbox) -> None:
    """Kill serve while it waits for an answer about a lead; then the lead API works again."""
    asked = len(sandbox.received)
    with started(folder, env, "serve", "--port", "0") as serve:
        send(serve.url)
        assert sandbox.wait_until_received(asked + 1, timeout_seconds=PATIENCE_SECONDS)
        serve.kill()
    assert newest(env).state is State.SENDING
    sandbox.mode = Mode.OK


def test_a_lead_that_nobody_had_fetched_yet_is_sent_after_the_restart(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    env = environment(tmp_path, API_URL=sandbox.url)
    with started(tmp_path, env, "serve", "--no-courier", "--port", "0") as serve:
        send(serve.url)
        serve.kill()

    with started(tmp_path, env, "serve", "--port", "0"):
        wait_for(env, State.DELIVERED, tries=1)

    assert len(sandbox.received) == 1


def test_whoever_was_thanked_in_a_crowd_is_in_the_ledger(tmp_path: Path) -> None:
    """Nobody in a crowd has a thread while his lead is being stored."""
    env = environment(tmp_path, RATE_LIMIT="off")
    thanked: SimpleQueue[str] = SimpleQueue()
    many = threading.Semaphore(0)

    def send_on_and_on(url: str) -> None:
        with suppress(requests.RequestException):
            while True:
                thanked.put(send(url).headers["Location"])
                many.release()

    with (
        started(tmp_path, env, "serve", "--no-courier", "--port", "0") as serve,
        ThreadPoolExecutor(CROWD) as visitors,
    ):
        for _ in range(CROWD):
            visitors.submit(send_on_and_on, serve.url)
        assert all(many.acquire(timeout=PATIENCE_SECONDS) for _ in range(10 * CROWD))
        serve.kill()

    receipts = {thanked.get_nowait() for _ in range(thanked.qsize())}
    with closing(opened_ledger(env)) as ledger:
        assert ledger.count(Selection()) >= len(receipts) >= 10 * CROWD


def test_a_lead_that_the_lead_api_could_not_take_yet_is_sent_after_the_restart(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.mode = Mode.REFUSE
    # So long a pause that the kill cannot meet the second try.
    env = environment(tmp_path, API_URL=sandbox.url, BACKOFF_SECONDS="4")
    with started(tmp_path, env, "serve", "--port", "0") as serve:
        send(serve.url)
        wait_for(env, State.QUEUED, tries=1)
        serve.kill()
    sandbox.mode = Mode.OK

    with started(tmp_path, env, "serve", "--port", "0"):
        wait_for(env, State.DELIVERED, tries=2)

    assert len(sandbox.received) == 1


def test_a_lead_in_flight_is_held_after_the_restart_and_not_sent_twice(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.mode = Mode.ACCEPT_THEN_HANG
    env = environment(tmp_path, API_URL=sandbox.url, **QUICK)
    kill_in_flight(tmp_path, env, sandbox)

    with started(tmp_path, env, "serve", "--port", "0"):
        wait_for(env, State.HELD, tries=1)

    assert len(sandbox.received) == 1


def test_with_a_key_a_lead_in_flight_is_found_after_the_restart(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.mode = Mode.ACCEPT_THEN_HANG
    env = environment(tmp_path, API_URL=sandbox.url, **QUICK, **QUICK_LOOKUP)
    kill_in_flight(tmp_path, env, sandbox)

    with started(tmp_path, env, "serve", "--port", "0"):
        wait_for(env, State.DELIVERED, tries=1)

    assert len(sandbox.accepted) == 1


def test_with_a_key_a_lead_that_was_lost_in_flight_is_sent_again_after_the_restart(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    env = environment(tmp_path, API_URL=sandbox.url, **QUICK, **QUICK_LOOKUP)
    with started(tmp_path, env, "serve", "--port", "0") as serve:
        # Only a lookup that has shown a lead is believed when it shows none.
        send(serve.url)
        assert sandbox.wait_until_received(2, timeout_seconds=PATIENCE_SECONDS)
    sandbox.mode = Mode.HANG
    kill_in_flight(tmp_path, env, sandbox)

    with started(tmp_path, env, "serve", "--port", "0"):
        wait_for(env, State.DELIVERED, tries=2)

    assert len(sandbox.accepted) == 2


def test_the_same_answers_sent_again_after_the_crash_are_still_one_lead(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    """A visitor whose connection broke off goes back and presses the button again."""
    env = environment(tmp_path, API_URL=sandbox.url)
    with started(tmp_path, env, "serve", "--no-courier", "--port", "0") as serve:
        token = token_of(serve.url)
        first = send(serve.url, token=token)
        serve.kill()

    with started(tmp_path, env, "serve", "--port", "0") as serve:
        again = send(serve.url, token=token)
        wait_for(env, State.DELIVERED, tries=1)

    assert urlsplit(again.headers["Location"]).path == urlsplit(first.headers["Location"]).path
    assert len(sandbox.received) == 1
