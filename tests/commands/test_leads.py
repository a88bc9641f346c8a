from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from leadframe.ledger import Ledger, Outcome, State, Submission, Verdict
from tests.commands.world import environment, opened_ledger, run

SETTLED = {
    State.DELIVERED: Outcome(verdict=Verdict.DELIVERED, http_status=200, upstream_id="lead-1"),
    State.DEAD: Outcome(verdict=Verdict.REFUSED, http_status=400, error="refused"),
    State.UNCONFIRMED: Outcome(verdict=Verdict.AMBIGUOUS, http_status=500, error="broke off"),
}
REFERENCE = "lf-AAAAAAAAAAAAAAAA"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return what `leads` needs: the database, and nothing else."""
    name = "LEADFRAME_DATABASE_URL"
    return {name: environment(tmp_path)[name]}


def stored(env: dict[str, str], *states: State, slug: str = "contact") -> None:
    """Store a lead for each state: A, B, C..."""
    ledger = opened_ledger({**env, "LEADFRAME_SECRET_KEY": "k" * 32})
    for letter, state in zip("ABCDEFGH", states, strict=False):
        payload = {"email": f"{letter}@example.com", "notes": 'Zoë said:\n"\x1b[2J"'}
        ledger.accept(Submission(id=letter * 16, slug=slug, payload=payload))
        bring(ledger, state)
    ledger.close()


def bring(ledger: Ledger, state: State) -> None:
    if state is State.QUEUED:
        return
    claim = ledger.claim("test")
    assert claim
    ledger.settle(claim, SETTLED[State.UNCONFIRMED if state is State.HELD else state])
    if state is State.HELD:
        ledger.sweep(lambda _slug: True)


def listed(env: dict[str, str], *options: str) -> list[dict[str, Any]]:
    result = run(env, "leads", "list", "--json", *options)
    assert result.exit_code == 0
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def shown(env: dict[str, str], reference: str = REFERENCE) -> dict[str, Any]:
    result = run(env, "leads", "show", reference, "--json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_nothing_is_listed_of_an_empty_ledger(env: dict[str, str]) -> None:
    assert run(env, "leads", "list").output == ""
    assert listed(env) == []


def test_leads_are_listed_for_people(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.QUEUED)

    lines = run(env, "leads", "list").output.splitlines()

    assert [line.split()[1:] for line in lines] == [
        ["lf-BBBBBBBBBBBBBBBB", "queued", "contact"],
        ["lf-AAAAAAAAAAAAAAAA", "delivered", "contact"],
    ]


def test_leads_are_listed_for_programs(env: dict[str, str]) -> None:
    stored(env, State.DEAD)

    (lead,) = listed(env)

    assert datetime.fromisoformat(lead.pop("created_at")).utcoffset() is not None
    assert lead == {
        "id": "A" * 16,
        "reference": REFERENCE,
        "form": "contact",
        "state": "dead",
        "tries": 1,
        "error": "refused",
    }


def test_a_list_tells_nothing_of_the_visitor(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    assert "example.com" not in run(env, "leads", "list").output
    assert "example.com" not in json.dumps(listed(env))


@pytest.mark.parametrize(
    ("options", "letters"),
    [
        ([], ["C", "B", "A"]),
        (["--state", "queued"], ["C"]),
        (["--state", "held"], []),
        (["--form", "contact"], ["C", "B", "A"]),
        (["--form", "other"], []),
        (["--limit", "2"], ["C", "B"]),
    ],
)
def test_a_list_can_be_narrowed(
    env: dict[str, str], options: list[str], letters: list[str]
) -> None:
    stored(env, State.DELIVERED, State.DEAD, State.QUEUED)

    assert [lead["id"][0] for lead in listed(env, *options)] == letters


@pytest.mark.parametrize("options", [["--state", "lost"], ["--limit", "0"]])
def test_a_list_that_makes_no_sense_is_refused(env: dict[str, str], options: list[str]) -> None:
    assert run(env, "leads", "list", *options).exit_code == 2


def test_a_leads_whole_story_is_told_to_people(env: dict[str, str]) -> None:
    stored(env, State.HELD)

    story = run(env, "leads", "show", REFERENCE).output

    assert "A@example.com" in story
    assert "ambiguous  HTTP 500" in story
    assert "new -> queued" in story
    assert "unconfirmed -> held" in story


def test_a_lead_that_was_never_tried_has_a_story_too(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    assert "Attempts\n\nEvents" in run(env, "leads", "show", REFERENCE).output


def test_what_a_visitor_wrote_cannot_command_the_terminal(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    story = run(env, "leads", "show", REFERENCE).output

    assert "\x1b" not in story
    assert r'notes: "Zoë said:\n\"\u001b[2J\""' in story


def test_a_leads_whole_story_is_told_to_programs(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED)

    story = shown(env)

    assert story["state"] == "delivered"
    assert story["lead"]["email"] == "A@example.com"
    (attempt,) = story["attempts"]
    assert (attempt["fence"], attempt["outcome"], attempt["http_status"]) == (1, "delivered", 200)
    assert datetime.fromisoformat(attempt["ended"]) >= datetime.fromisoformat(attempt["started"])
    assert [(one["from"], one["to"]) for one in story["events"]] == [
        (None, "queued"),
        ("queued", "sending"),
        ("sending", "delivered"),
    ]


def test_an_attempt_under_way_has_no_end_yet(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)
    ledger = opened_ledger({**env, "LEADFRAME_SECRET_KEY": "k" * 32})
    ledger.claim("test")
    ledger.close()

    (attempt,) = shown(env)["attempts"]

    assert (attempt["ended"], attempt["outcome"], attempt["http_status"]) == (None, None, None)
    assert "to -  under way  HTTP -" in run(env, "leads", "show", REFERENCE).output


@pytest.mark.parametrize("typed", [REFERENCE, "LF-AAAA-AAAA-AAAA-AAAA", "a" * 16])
def test_a_reference_may_be_typed_as_it_was_heard(env: dict[str, str], typed: str) -> None:
    stored(env, State.QUEUED)

    assert shown(env, typed)["reference"] == REFERENCE


@pytest.mark.parametrize(
    "arguments", [["show", "lf-nobody"], ["retry", "lf-nobody", "--reason", "because"]]
)
def test_a_reference_that_nobody_has_is_one_line(env: dict[str, str], arguments: list[str]) -> None:
    result = run(env, "leads", *arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("leadframe: there is no submission ")


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


def test_a_database_that_cannot_be_opened_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "leadframe.db").mkdir()

    result = run(env, "leads", "list")

    assert result.exit_code == 1
    assert result.stderr.startswith("leadframe: ")
    assert result.stderr.count("\n") == 1
