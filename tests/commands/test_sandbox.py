from __future__ import annotations

import json
import socket
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

import pytest
import requests

from leadframe.sandbox import LookupMode, Mode
from tests.commands.processes import started
from tests.commands.visitor import TIMEOUT_SECONDS
from tests.commands.world import address_in, run, run_until

LEAD = {
    "action": "lead_external",
    "channel_id": "00000000-0000-4000-8000-000000000001",
    "email": "alex@example.com",
}


LOOKUP = {"action": "get_leads", "channel_id": LEAD["channel_id"]}


def look_up(url: str) -> requests.Response:
    return requests.post(
        url, json=LOOKUP, headers={"X-Api-Key": "sandbox-key"}, timeout=TIMEOUT_SECONDS
    )


def status_of(url: str, lead: dict[str, str] = LEAD) -> int:
    return requests.post(url, json=lead, timeout=TIMEOUT_SECONDS).status_code


def test_it_takes_leads_and_shows_them() -> None:
    def visit(line: str) -> None:
        assert status_of(address_in(line)) == HTTPStatus.OK
        shown = requests.get(address_in(line) + "received", timeout=TIMEOUT_SECONDS).json()
        assert [record["body"] for record in shown] == [LEAD]

    ran = run_until({}, "sandbox", "--port", "0", then=visit)

    assert ran.exit_code == 0
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("The sandbox listens on http://127.0.0.1:")


def test_it_shows_its_channels_to_the_key_that_its_help_tells() -> None:
    def visit(line: str) -> None:
        answer = requests.post(
            address_in(line),
            json={"action": "get_channels"},
            headers={"X-Api-Key": "sandbox-key"},
            timeout=TIMEOUT_SECONDS,
        )
        assert answer.json()["channels"]

    run_until({}, "sandbox", "--port", "0", then=visit)

    assert "sandbox-key" in run({}, "sandbox", "--help").output


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--mode", "403"], HTTPStatus.FORBIDDEN),
        (["--mode", "accept-then-502"], HTTPStatus.BAD_GATEWAY),
        (["--fail-rate", "1"], HTTPStatus.INTERNAL_SERVER_ERROR),
        (["--latency", "1"], HTTPStatus.OK),
    ],
)
def test_it_misbehaves_as_it_is_told(options: list[str], status: int) -> None:
    def visit(line: str) -> None:
        assert status_of(address_in(line)) == status

    run_until({}, "sandbox", "--port", "0", *options, then=visit)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--mode", "500"], HTTPStatus.OK),
        (["--lookup-mode", "fail"], HTTPStatus.INTERNAL_SERVER_ERROR),
        (["--lookup-mode", "refuse-key"], HTTPStatus.UNAUTHORIZED),
    ],
)
def test_lookups_misbehave_on_their_own(options: list[str], status: int) -> None:
    def visit(line: str) -> None:
        assert look_up(address_in(line)).status_code == status

    run_until({}, "sandbox", "--port", "0", *options, then=visit)


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ([], {"leads": 1}),
        (["--flood-per-lead", "3"], {"leads": 4}),
        (["--lookup-mode", "stale"], {"leads": 0}),
        (["--lookup-mode", "stale", "--stale-seconds", "0"], {"leads": 1}),
    ],
)
def test_it_shows_what_it_is_told_to(options: list[str], shown: dict[str, int]) -> None:
    def visit(line: str) -> None:
        assert status_of(address_in(line)) == HTTPStatus.OK
        answer = look_up(address_in(line)).json()
        assert {key: len(leads) for key, leads in answer.items()} == shown

    run_until({}, "sandbox", "--port", "0", *options, then=visit)


def test_it_shows_leads_in_the_newer_shape() -> None:
    def visit(line: str) -> None:
        assert look_up(address_in(line)).json() == []

    run_until({}, "sandbox", "--port", "0", "--leads-shape", "array", then=visit)


def test_its_record_outlives_its_being_killed(tmp_path: Path) -> None:
    record = tmp_path / "leads.jsonl"
    for letter in "AB":
        with started(tmp_path, {}, "sandbox", "--port", "0", "--record", str(record)) as running:
            status_of(running.url, {**LEAD, "business_id": letter})
            running.kill()

    lines = record.read_text().splitlines()
    assert [json.loads(line)["business_id"] for line in lines] == ["A", "B"]


def test_a_record_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    result = run({}, "sandbox", "--port", "0", "--record", str(tmp_path / "gone" / "leads.jsonl"))

    assert result.exit_code == 2
    assert "No such file" in result.output


def test_one_lead_can_ask_for_a_mode_of_its_own() -> None:
    def visit(line: str) -> None:
        lead = {**LEAD, "email": "sandbox+502-html@example.com"}
        assert status_of(address_in(line), lead) == HTTPStatus.BAD_GATEWAY

    run_until({}, "sandbox", "--port", "0", then=visit)


@pytest.mark.parametrize(("option", "modes"), [("--mode", Mode), ("--lookup-mode", LookupMode)])
def test_a_mode_that_is_none_is_answered_with_all_there_are(
    option: str, modes: type[StrEnum]
) -> None:
    result = run({}, "sandbox", "--port", "0", option, "sleepy")

    assert result.exit_code == 2
    assert all(mode.value in result.output for mode in modes)


@pytest.mark.parametrize(
    "options",
    [[], ["--port", "x"], ["--port", "0", "--latency", "-1"], ["--port", "0", "--fail-rate", "2"]],
)
def test_wrong_use_is_refused(options: list[str]) -> None:
    assert run({}, "sandbox", *options).exit_code == 2


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run({}, "sandbox", "--port", port)

    assert result.exit_code == 1
    assert (
        result.output == f"leadframe: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    )


def test_as_a_process_it_runs_until_sigterm_even_while_it_holds_somebody(tmp_path: Path) -> None:
    with started(tmp_path, {}, "sandbox", "--port", "0", "--mode", "hang") as running:
        port = int(running.url.rstrip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as held:
            held.sendall(b"POST / HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 0\r\n\r\n")
            running.terminate()

            assert running.ended() == 0
