from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
import requests

from leadframe.ledger import State
from leadframe.sandbox import Mode, Sandbox
from tests.commands.processes import finished, kept_port, started
from tests.commands.visitor import TIMEOUT_SECONDS, send
from tests.commands.world import (
    PATIENCE_SECONDS,
    address_in,
    environment,
    opened_ledger,
    run,
    run_until,
)


def status_of(url: str, path: str) -> int:
    return requests.get(url.rstrip("/") + path, timeout=TIMEOUT_SECONDS).status_code


def states(env: dict[str, str]) -> list[State]:
    ledger = opened_ledger(env)
    found = [one.state for one in ledger.list()]
    ledger.close()
    return found


def test_one_line_says_where_it_listens_and_then_it_serves(tmp_path: Path) -> None:
    def visit(line: str) -> None:
        assert status_of(address_in(line), "/f/contact") == requests.codes.ok

    ran = run_until(environment(tmp_path), "serve", "--port", "0", then=visit)

    assert ran.exit_code == 0
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("Leadframe listens on http://127.0.0.1:")


def test_it_delivers_what_it_takes(tmp_path: Path, sandbox: Sandbox) -> None:
    def visit(line: str) -> None:
        send(address_in(line))
        assert sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)

    run_until(environment(tmp_path, API_URL=sandbox.url), "serve", "--port", "0", then=visit)

    assert [one["body"]["email"] for one in sandbox.accepted] == ["alex@example.com"]


def test_without_couriers_it_only_stores(tmp_path: Path) -> None:
    env = environment(tmp_path)

    def visit(line: str) -> None:
        send(address_in(line))

    ran = run_until(env, "serve", "--no-courier", "--port", "0", then=visit)

    assert ran.exit_code == 0
    assert states(env) == [State.QUEUED]


def test_an_address_of_version_6_is_written_as_browsers_want_it(tmp_path: Path) -> None:
    ran = run_until(
        environment(tmp_path), "serve", "--host", "::1", "--port", "0", then=lambda _line: None
    )

    assert ran.lines[0].startswith("Leadframe listens on http://[::1]:")


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(environment(tmp_path), "serve", "--port", str(port))

    assert result.exit_code == 1
    assert result.output == (
        f"leadframe: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    )


def test_a_wrong_setting_is_one_line_too_with_a_code_of_its_own(tmp_path: Path) -> None:
    result = run(environment(tmp_path, MAX_TRIES="none"), "serve")

    assert result.exit_code == 2
    assert result.output.startswith("leadframe: LEADFRAME_MAX_TRIES cannot be used: ")
    assert result.output.count("\n") == 1


def test_it_does_not_start_without_a_secret_key(tmp_path: Path) -> None:
    result = run(environment(tmp_path, SECRET_KEY=""), "serve")

    assert (result.exit_code, result.output) == (2, "leadframe: LEADFRAME_SECRET_KEY is not set\n")


def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "leadframe.db").mkdir()

    result = run(environment(tmp_path), "serve")

    assert result.exit_code == 1
    assert result.output.startswith("leadframe: ")
    assert result.output.count("\n") == 1


def test_silent_clients_keep_no_visitor_out(tmp_path: Path) -> None:
    def visit(line: str) -> None:
        port = int(address_in(line).rstrip("/").rpartition(":")[2])
        with ExitStack() as clients:
            for _ in range(150):
                clients.enter_context(socket.create_connection(("127.0.0.1", port)))
            assert status_of(address_in(line), "/f/contact") == requests.codes.ok

    assert run_until(environment(tmp_path), "serve", "--port", "0", then=visit).exit_code == 0


@pytest.mark.parametrize("megabytes", [1, 3])
def test_a_large_body_is_refused(tmp_path: Path, megabytes: int) -> None:
    def visit(line: str) -> None:
        address = f"{address_in(line)}f/contact"
        body = b"x" * megabytes * 1024 * 1024
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = requests.post(address, data=body, headers=form, timeout=TIMEOUT_SECONDS)
        assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    assert run_until(environment(tmp_path), "serve", "--port", "0", then=visit).exit_code == 0


def test_as_a_process_it_stops_on_sigterm_with_nothing_more_to_say(tmp_path: Path) -> None:
    with started(tmp_path, environment(tmp_path), "serve", "--port", "0") as serve:
        assert status_of(serve.url, "/readyz") == requests.codes.ok
        serve.terminate()

        assert serve.ended() == 0
        assert serve.line() == ""


def test_a_request_in_hand_and_its_lead_in_flight_are_finished(tmp_path: Path) -> None:
    """The visitor's request waits for the outcome, which comes a second later."""
    answers: list[requests.Response] = []
    with Sandbox(latency_seconds=1) as slow:
        env = environment(tmp_path, API_URL=slow.url, WAIT_SECONDS="20")
        with started(tmp_path, env, "serve", "--port", "0") as serve:
            visitor = threading.Thread(target=lambda: answers.append(send(serve.url)))
            visitor.start()
            assert slow.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
            serve.terminate()
            visitor.join()

            assert serve.ended() == 0
    assert [answer.status_code for answer in answers] == [requests.codes.see_other]
    assert states(env) == [State.DELIVERED]


def test_a_lead_in_flight_whose_visitor_has_gone_is_finished(tmp_path: Path) -> None:
    with Sandbox(latency_seconds=1) as slow:
        env = environment(tmp_path, API_URL=slow.url)
        with started(tmp_path, env, "serve", "--port", "0") as serve:
            send(serve.url)
            assert slow.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
            serve.terminate()

            assert serve.ended() == 0
    assert states(env) == [State.DELIVERED]


def test_as_a_process_it_tells_of_wrong_settings_and_of_a_taken_port(tmp_path: Path) -> None:
    wrong = finished(tmp_path, environment(tmp_path, API_URL="nowhere"), "serve")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = finished(tmp_path, environment(tmp_path), "serve", "--port", port)

    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
    assert "LEADFRAME_API_URL" in wrong.stderr
    assert (busy.returncode, busy.stdout, busy.stderr.count("\n")) == (1, "", 1)
    assert f"127.0.0.1:{port}" in busy.stderr


def test_it_serves_on_the_port_it_is_told(tmp_path: Path) -> None:
    with (
        kept_port() as port,
        started(tmp_path, environment(tmp_path), "serve", "--port", str(port)) as serve,
    ):
        assert serve.url == f"http://127.0.0.1:{port}/"


def test_the_sandboxs_refusal_keeps_the_lead_for_later(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.mode = Mode.REFUSE
    env = environment(tmp_path, API_URL=sandbox.url)
    with started(tmp_path, env, "serve", "--port", "0") as serve:
        send(serve.url)
        sandbox.mode = Mode.OK
        assert sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)

    assert states(env) == [State.DELIVERED]
