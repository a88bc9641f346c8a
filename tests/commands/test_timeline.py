"""`leads show` tells what happened in its order, on lines that fit a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadframe.ledger import Claim, Ledger, Outcome, Sightings, Submission, Verdict
from tests.commands.leads import REFERENCE, database_only, opened
from tests.commands.world import run
from tests.ledger.world import Clock

AMBIGUOUS = Outcome(verdict=Verdict.AMBIGUOUS, http_status=500, error="broke off")
DELIVERED = Outcome(verdict=Verdict.DELIVERED, http_status=200, upstream_id="lead-1")
NOT_SENT = Outcome(verdict=Verdict.NOT_SENT, error="no connection")
NOTHING = Sightings(upstream_ids={}, window_from=float("-inf"), shown=23)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return database_only(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock(now=1_900_000_000.0)


@pytest.fixture
def ledger(env: dict[str, str], clock: Clock) -> Iterator[Ledger]:
    with opened(env, now=clock) as ledger:
        ledger.accept(Submission(id="A" * 16, slug="acme", payload={"email": "kim@example.test"}))
        yield ledger


def claimed(ledger: Ledger) -> Claim:
    claim = ledger.claim("test")
    assert claim
    return claim


def looked(ledger: Ledger, sightings: Sightings = NOTHING) -> None:
    asked_at = ledger.begin_lookup(["acme"], owner="test")
    assert asked_at
    ledger.finish_lookup("acme", sightings, asked_at=asked_at, by="key", resend=False)


def told(env: dict[str, str]) -> str:
    return run(env, "leads", "show", REFERENCE).output


def story(env: dict[str, str]) -> list[str]:
    """Return the lines under "Story", without margin, day and hour."""
    lines = told(env).partition("Story\n")[2].splitlines()
    return [line.replace("  2030-03-17T17:", "").replace("Z  ", " ").lstrip() for line in lines]


def test_attempts_lookups_and_decisions_are_told_in_one_list(
    env: dict[str, str], ledger: Ledger, clock: Clock
) -> None:
    claim = claimed(ledger)
    clock.advance(20)
    ledger.settle(claim, AMBIGUOUS)
    clock.advance(2)
    looked(ledger)
    clock.advance(8)
    looked(ledger, Sightings(upstream_ids={"A" * 16: "lead-1"}, window_from=0, shown=24))

    assert (
        told(env)
        == f"""\
2030-03-17T17:46:40Z  {REFERENCE}  delivered    acme
id in the CRM: lead-1
last error: broke off

Lead
  email: "kim@example.test"

Story
  2030-03-17T17:46:40Z  web: new -> queued
  2030-03-17T17:46:40Z  courier: queued -> sending, attempt 1
  2030-03-17T17:47:00Z  attempt 1: ambiguous, HTTP 500
  2030-03-17T17:47:00Z  courier: sending -> unconfirmed
                        broke off
  2030-03-17T17:47:02Z  reconciler: still unconfirmed
                        not among the 23 leads shown
  2030-03-17T17:47:10Z  reconciler: unconfirmed -> delivered
                        found among the leads shown
"""
    )


def test_what_comes_next_is_told(env: dict[str, str], ledger: Ledger) -> None:
    assert "\nnext try: 2030-03-17T17:46:40Z or later\n" in told(env)

    ledger.settle(claimed(ledger), AMBIGUOUS)

    assert "\nnext lookup: 2030-03-17T17:46:42Z or later\n" in told(env)


def test_what_happens_at_one_moment_keeps_its_order(env: dict[str, str], ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), AMBIGUOUS)
    ledger.give_up("acme", resend=False, reason="there is no API key")
    ledger.retry(REFERENCE, actor="kim", reason="not in the CRM")
    ledger.settle(claimed(ledger), DELIVERED)

    assert [line for line in story(env) if line.startswith("46:40 ")] == [
        "46:40 web: new -> queued",
        "46:40 courier: queued -> sending, attempt 1",
        "46:40 attempt 1: ambiguous, HTTP 500",
        "46:40 courier: sending -> unconfirmed",
        "46:40 reconciler: unconfirmed -> held",
        "46:40 kim: held -> queued",
        "46:40 courier: queued -> sending, attempt 2",
        "46:40 attempt 2: delivered, HTTP 200",
        "46:40 courier: sending -> delivered",
    ]


def test_a_clock_that_was_set_back_does_not_turn_the_story_round(
    env: dict[str, str], ledger: Ledger, clock: Clock
) -> None:
    claim = claimed(ledger)
    clock.advance(-60)
    ledger.settle(claim, NOT_SENT)

    assert story(env)[1:] == [
        "46:40 courier: queued -> sending, attempt 1",
        "45:40 attempt 1: not_sent",
        "45:40 courier: sending -> queued",
        "no connection",
    ]


def test_the_proof_of_a_courier_thought_dead_stands_where_it_came(
    env: dict[str, str], ledger: Ledger, clock: Clock
) -> None:
    late = claimed(ledger)
    clock.advance(61)
    ledger.sweep()
    clock.advance(10)
    ledger.settle(late, DELIVERED)

    assert story(env)[2:] == [
        "47:41 reconciler: sending -> unconfirmed",
        "the courier did not come back",
        "47:51 attempt 1: delivered, HTTP 200",
        "47:51 courier: unconfirmed -> delivered",
    ]


def test_a_proof_that_changes_nothing_ends_its_attempt_last(
    env: dict[str, str], ledger: Ledger, clock: Clock
) -> None:
    late = claimed(ledger)
    clock.advance(61)
    ledger.sweep()
    ledger.confirm(REFERENCE, actor="kim", reason="seen in the CRM")
    clock.advance(10)
    ledger.settle(late, DELIVERED)

    assert story(env)[-2:] == ["seen in the CRM", "47:51 attempt 1: delivered, HTTP 200"]


def test_a_long_reason_is_broken_into_lines_that_fit(env: dict[str, str], ledger: Ledger) -> None:
    reason = "searched the CRM by reference, by address and by telephone number; it is not there"
    ledger.retry(REFERENCE, actor="kim", reason=reason)

    lines = told(env).partition("Story\n")[2].splitlines()

    assert all(len(line) <= 80 for line in lines)
    assert lines[-2:] == [
        "                        searched the CRM by reference, by address and by",
        "                        telephone number; it is not there",
    ]


def test_a_reason_cannot_command_the_terminal_either(env: dict[str, str], ledger: Ledger) -> None:
    ledger.retry(REFERENCE, actor="kim\x1b[2J", reason="first\nsecond \x9b2J")

    assert story(env)[-2:] == [r"46:40 kim\u001b[2J: still queued", r"first\nsecond \u009b2J"]
