from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from leadframe.ledger import State
from leadframe.sandbox import Sandbox
from tests.commands.processes import finished
from tests.commands.test_serve import states
from tests.commands.visitor import TIMEOUT_SECONDS, address_of, send, token_of
from tests.commands.workers import frozen, two_workers
from tests.commands.world import PATIENCE_SECONDS, environment, run
from tests.postgresql import Cluster


@pytest.fixture
def env(tmp_path: Path, cluster: Cluster) -> dict[str, str]:
    return environment(tmp_path, DATABASE_URL=cluster.new_database())


def test_both_answer_on_one_port_and_what_one_began_the_other_takes(
    tmp_path: Path, env: dict[str, str]
) -> None:
    with two_workers(tmp_path, env, "--no-courier") as site:
        first, second = site.pids
        with frozen(first):
            token = token_of(site.url)
        with frozen(second):
            send(site.url, token=token)
        with frozen(first):
            send(site.url, token=token)

    assert states(env) == [State.QUEUED]


def test_a_worker_that_is_killed_is_replaced_and_the_site_goes_on(
    tmp_path: Path, env: dict[str, str]
) -> None:
    with two_workers(tmp_path, env, "--no-courier") as site:
        killed, left = site.pids
        os.kill(killed, signal.SIGKILL)
        told = site.wait_for("a worker ended by itself")
        token = token_of(site.url)
        new = site.ready()
        with frozen(left):
            send(site.url, token=token)

    assert (told["worker"], told["exit_code"]) == (killed, -signal.SIGKILL)
    assert new not in {killed, left}
    assert states(env) == [State.QUEUED]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_each_has_in_hand_is_finished_when_they_are_stopped(
    tmp_path: Path, env: dict[str, str], number: signal.Signals
) -> None:
    """The visitors' requests wait for the outcome, which comes two seconds later."""
    answers: list[int] = []
    with Sandbox(latency_seconds=2) as slow:
        env |= environment(
            tmp_path,
            API_URL=slow.url,
            WAIT_SECONDS="20",
            DATABASE_URL=env["LEADFRAME_DATABASE_URL"],
        )
        with two_workers(tmp_path, env) as site:
            visitors = []
            for count, other in enumerate(site.pids, 1):
                with frozen(other):
                    visitors.append(
                        threading.Thread(target=lambda: answers.append(send(site.url).status_code))
                    )
                    visitors[-1].start()
                    assert slow.wait_until_received(count, timeout_seconds=PATIENCE_SECONDS)
            site.process.send_signal(number)
            site.process.send_signal(number)
            for visitor in visitors:
                visitor.join()

            assert site.ended() == 0
            site.silent()
    assert answers == [requests.codes.see_other] * 2
    assert states(env) == [State.DELIVERED] * 2


def test_a_reload_replaces_every_process_and_refuses_nobody(
    tmp_path: Path, env: dict[str, str]
) -> None:
    def open_forms(get: Callable[..., requests.Response]) -> None:
        try:
            while not reloaded.is_set():
                get(address_of(site.url), timeout=TIMEOUT_SECONDS).raise_for_status()
                opened.append(1)
        except requests.RequestException as error:
            refused.append(error)

    opened: list[int] = []
    refused: list[Exception] = []
    reloaded = threading.Event()
    with two_workers(tmp_path, env, "--no-courier") as site, requests.Session() as kept:
        visitors = [
            threading.Thread(target=open_forms, args=(get,)) for get in (requests.get, kept.get)
        ]
        for visitor in visitors:
            visitor.start()
        site.process.send_signal(signal.SIGHUP)
        new = {site.ready()}
        gone = {site.wait_for("a worker ended")["worker"]}
        new.add(site.ready())
        gone.add(site.wait_for("a worker ended")["worker"])
        reloaded.set()
        for visitor in visitors:
            visitor.join()

    assert opened
    assert refused == []
    assert gone == set(site.pids)
    assert new.isdisjoint(gone)


def test_workers_whose_parent_is_killed_end_too(tmp_path: Path, env: dict[str, str]) -> None:
    with two_workers(tmp_path, env) as site:
        site.process.kill()

        assert site.ended() == -signal.SIGKILL
        site.silent()


def test_sqlite_takes_one_accepting_process(tmp_path: Path) -> None:
    result = run(environment(tmp_path), "serve", "--workers", "2")

    assert result.exit_code == 2
    assert result.output == (
        "leadframe: --workers 2 needs LEADFRAME_DATABASE_URL to name a PostgreSQL database:"
        " on SQLite several processes would starve each other\n"
    )


def test_a_wrong_setting_ends_the_start_before_there_are_workers(tmp_path: Path) -> None:
    result = run(environment(tmp_path, SECRET_KEY=""), "serve", "--workers", "2")

    assert (result.exit_code, result.output) == (2, "leadframe: LEADFRAME_SECRET_KEY is not set\n")


@pytest.mark.parametrize(
    ("limits", "warnings"), [("", 1), ("off", 0)], ids=["with limits", "without"]
)
def test_before_it_listens_it_says_that_each_worker_counts_for_itself(
    tmp_path: Path, env: dict[str, str], limits: str, warnings: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        asked = {**env, "LEADFRAME_RATE_LIMIT": limits}
        busy = finished(tmp_path, asked, "serve", "--workers", "2", "--port", port)

    *told, last = busy.stderr.splitlines()
    assert (busy.returncode, busy.stdout) == (1, "")
    assert last == f"leadframe: cannot listen on 127.0.0.1:{port}: Address already in use"
    assert len(told) == warnings
    assert all("each worker counts for itself" in line for line in told)


def test_how_workers_are_started_is_nobody_elses_business(tmp_path: Path) -> None:
    shown = run(environment(tmp_path), "serve", "--help").output

    assert "--workers" in shown
    assert "--inherited" not in shown
