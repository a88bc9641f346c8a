from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from leadframe.ledger import State
from tests.commands.leads import REFERENCE, database_only, opened, shown, stored
from tests.commands.world import run


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return what `leads` needs: the database, and nothing else."""
    return database_only(tmp_path)


def last_event(env: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = shown(env)["events"][-1]
    return found


def test_a_dead_lead_is_sent_again_and_the_trail_says_who_and_why(env: dict[str, str]) -> None:
    stored(env, State.DEAD)

    result = run(env, "leads", "retry", REFERENCE, "--reason", "the partner mended it")

    assert (result.exit_code, result.output) == (0, f"{REFERENCE} is queued\n")
    last = shown(env)["events"][-1]
    assert (last["actor"], last["from"], last["to"]) == ("kim", "dead", "queued")
    assert last["reason"] == "the partner mended it"


def test_a_held_lead_is_sent_again_only_when_the_operator_takes_the_risk(
    env: dict[str, str],
) -> None:
    stored(env, State.HELD)
    again = ("leads", "retry", REFERENCE, "--reason", "asked the partner")

    refused = run(env, *again, typed="n\n")

    assert refused.exit_code == 1
    assert "may create a second lead" in refused.output
    assert shown(env)["state"] == "held"

    assert run(env, *again, typed="y\n").exit_code == 0
    assert shown(env)["state"] == "queued"


def test_an_operator_who_says_so_beforehand_is_not_asked(env: dict[str, str]) -> None:
    stored(env, State.HELD)

    result = run(env, "leads", "retry", REFERENCE, "--reason", "asked the partner", "--yes")

    assert (result.exit_code, result.output) == (0, f"{REFERENCE} is queued\n")


def test_a_delivered_lead_is_not_sent_again(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED)

    result = run(env, "leads", "retry", REFERENCE, "--reason", "why not")

    assert result.exit_code == 1
    assert result.stderr.startswith("leadframe: ")
    assert shown(env)["state"] == "delivered"


def test_nobody_sends_a_lead_again_without_a_reason(env: dict[str, str]) -> None:
    stored(env, State.DEAD)

    assert run(env, "leads", "retry", REFERENCE).exit_code == 2


@pytest.mark.parametrize("error", [KeyError("getpwuid(): uid not found"), OSError("no user")])
def test_an_operator_without_a_name_is_known_by_number(
    env: dict[str, str], error: Exception
) -> None:
    def nameless() -> str:
        raise error

    stored(env, State.DEAD)
    run(env, "leads", "retry", REFERENCE, "--reason", "mended", user_name=nameless)

    assert shown(env)["events"][-1]["actor"].startswith("uid ")


@pytest.mark.parametrize(
    "decision", [["retry", REFERENCE], ["settle", REFERENCE], ["release", REFERENCE], ["recover"]]
)
@pytest.mark.parametrize("reason", [[], ["--reason", " "]])
def test_nobody_decides_without_a_reason(
    env: dict[str, str], decision: list[str], reason: list[str]
) -> None:
    stored(env, State.DEAD)

    assert run(env, "leads", *decision, *reason).exit_code == 2
    assert shown(env)["state"] == "dead"


@pytest.mark.parametrize("state", [State.HELD, State.DEAD, State.UNCONFIRMED])
def test_a_lead_that_was_seen_in_the_crm_is_settled(env: dict[str, str], state: State) -> None:
    stored(env, state)

    result = run(env, "leads", "settle", REFERENCE, "--reason", "seen", "--lead-id", "lead-7")

    assert (result.exit_code, result.output) == (0, f"{REFERENCE} is delivered\n")
    assert shown(env)["upstream_id"] == "lead-7"
    last = last_event(env)
    assert (last["actor"], last["from"], last["to"]) == ("kim", state.value, "delivered")
    assert last["reason"] == "seen"


def test_a_lead_is_settled_without_its_id_in_the_crm_too(env: dict[str, str]) -> None:
    stored(env, State.HELD)

    assert run(env, "leads", "settle", REFERENCE, "--reason", "seen").exit_code == 0
    assert shown(env)["upstream_id"] is None


def test_a_lead_that_is_still_to_be_sent_is_not_settled(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    result = run(env, "leads", "settle", REFERENCE, "--reason", "seen")

    assert result.exit_code == 1
    assert result.stderr == "leadframe: a submission that is queued cannot be settled\n"


def test_a_lead_that_is_no_spam_after_all_is_released(env: dict[str, str]) -> None:
    stored(env, State.QUARANTINED)

    result = run(env, "leads", "release", REFERENCE, "--reason", "a customer")

    assert (result.exit_code, result.output) == (0, f"{REFERENCE} is queued\n")
    last = last_event(env)
    assert (last["actor"], last["from"], last["to"]) == ("kim", "quarantined", "queued")
    assert last["reason"] == "a customer"


def test_a_lead_that_is_not_quarantined_is_not_released(env: dict[str, str]) -> None:
    stored(env, State.HELD)

    result = run(env, "leads", "release", REFERENCE, "--reason", "a customer")

    assert result.exit_code == 1
    assert result.stderr == "leadframe: a submission that is held cannot be released\n"


def test_after_a_restore_the_operator_is_told_what_will_happen_before_it_does(
    env: dict[str, str],
) -> None:
    stored(env, State.QUEUED)

    refused = run(env, "leads", "recover", "--reason", "restored", typed="n\n")

    assert refused.exit_code == 1
    for words in ("becomes unconfirmed", "looked up before anything is sent", "stop every"):
        assert words in refused.output
    assert shown(env)["state"] == "queued"


def test_after_a_restore_everything_that_is_not_final_is_unconfirmed(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.DEAD, State.UNCONFIRMED, State.QUEUED)

    result = run(env, "leads", "recover", "--reason", "restored", typed="y\n")

    assert result.exit_code == 0
    assert result.output.endswith("2 unconfirmed; couriers may start\n")
    with opened(env) as ledger:
        states = {lead.id[0]: lead.state.value for lead in ledger.list()}
    assert states == {"A": "delivered", "B": "dead", "C": "unconfirmed", "D": "unconfirmed"}


def test_an_operator_who_knows_recovers_without_being_asked(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    result = run(env, "leads", "recover", "--reason", "restored", "--yes")

    assert (result.exit_code, result.output) == (0, "1 unconfirmed; couriers may start\n")
    last = last_event(env)
    assert (last["actor"], last["from"], last["to"]) == ("kim", "queued", "unconfirmed")
    assert last["reason"] == "restored"


def test_a_courier_that_may_still_be_at_work_is_named_before_a_recovery(
    env: dict[str, str],
) -> None:
    with opened(env) as ledger:
        ledger.sign_in("this process")

    result = run(env, "leads", "recover", "--reason", "restored", typed="n\n")

    assert result.exit_code == 1
    here = f"{socket.gethostname()}, process {os.getpid()}"
    assert f"A courier was at work a moment ago: {here}\n" in result.stderr
