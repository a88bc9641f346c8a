from __future__ import annotations

from pathlib import Path

from leadframe.ledger import State, Submission
from leadframe.sandbox import Sandbox
from tests.commands.processes import started
from tests.commands.visitor import send
from tests.commands.world import PATIENCE_SECONDS, environment, opened_ledger, run, run_until


def states(env: dict[str, str]) -> list[State]:
    ledger = opened_ledger(env)
    found = [one.state for one in ledger.list()]
    ledger.close()
    return found


def store(env: dict[str, str]) -> None:
    ledger = opened_ledger(env)
    ledger.accept(Submission(id="A" * 16, slug="contact", payload={"email": "kim@example.com"}))
    ledger.close()


def test_it_says_that_it_is_at_work_and_delivers_what_is_there(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    env = environment(tmp_path, API_URL=sandbox.url)
    store(env)

    def wait(_line: str) -> None:
        assert sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)

    ran = run_until(env, "courier", then=wait)

    assert (ran.exit_code, ran.lines) == (0, ["Leadframe courier is at work"])
    assert states(env) == [State.DELIVERED]


def test_it_needs_no_secret_key_for_it_signs_nothing(tmp_path: Path) -> None:
    env = environment(tmp_path, SECRET_KEY="")

    assert run_until(env, "courier", then=lambda _line: None).exit_code == 0


def test_a_misspelt_setting_stops_it(tmp_path: Path) -> None:
    result = run(environment(tmp_path, API_ULR="http://127.0.0.1/"), "courier")

    assert result.exit_code == 2
    assert "did you mean LEADFRAME_API_URL?" in result.output


def test_a_web_server_without_couriers_and_a_courier_deliver_together(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    env = environment(tmp_path, API_URL=sandbox.url)
    with (
        started(tmp_path, env, "serve", "--no-courier", "--port", "0") as serve,
        started(tmp_path, env, "courier") as courier,
    ):
        send(serve.url)
        assert sandbox.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
        courier.terminate()
        assert courier.ended() == 0

    assert states(env) == [State.DELIVERED]
    assert len(sandbox.received) == 1


def test_what_is_in_flight_at_sigterm_is_finished(tmp_path: Path) -> None:
    with Sandbox(latency_seconds=1) as slow:
        env = environment(tmp_path, API_URL=slow.url)
        store(env)
        with started(tmp_path, env, "courier") as courier:
            assert slow.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)
            courier.terminate()

            assert courier.ended() == 0
    assert states(env) == [State.DELIVERED]
