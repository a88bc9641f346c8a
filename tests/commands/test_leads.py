from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from leadframe.consent import Consent
from leadframe.ledger import State, Submission
from tests.commands.leads import NOTES, REFERENCE, SPAM_REASON, database_only, opened, shown, stored
from tests.commands.world import run


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return what `leads` needs: the database, and nothing else."""
    return database_only(tmp_path)


def listed(env: dict[str, str], *options: str) -> list[dict[str, Any]]:
    result = run(env, "leads", "list", "--json", *options)
    assert result.exit_code == 0
    found: list[dict[str, Any]] = json.loads(result.stdout)
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


def test_what_a_visitor_wrote_cannot_command_the_terminal(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    for_people = run(env, "leads", "show", REFERENCE).output
    for_programs = run(env, "leads", "show", REFERENCE, "--json").output

    assert r'notes: "Zoë said:\n\"\u001b[2J \u009b2J \u202e\""' in for_people
    for letter in for_people + for_programs:
        assert letter.isprintable() or letter == "\n"
    assert shown(env)["lead"]["notes"] == NOTES


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


def test_what_was_agreed_to_is_part_of_the_story(env: dict[str, str]) -> None:
    words = "I\x1b agree."
    yes = Consent(field="terms", is_given=True, text=words, told=words, language="en", version="v1")
    no = replace(yes, field="news", is_given=False)
    new = Submission(id="A" * 16, slug="contact", payload={}, consents=(yes, no))
    with opened(env, now=lambda: 1_795_674_600.0) as ledger:
        ledger.accept(new)

    told = run(env, "leads", "show", REFERENCE).output
    assert "  terms: agreed to, 2026-11-26T06:30:00Z\n" in told
    assert f'    "I\\u001b agree."\n    in en, version v1, sha256 {yes.sha256}\n' in told
    assert "  news: not agreed to, 2026-11-26T06:30:00Z\n" in told
    at = {"at": "2026-11-26T06:30:00Z"}
    assert shown(env)["consents"] == [yes.as_record() | at, no.as_record() | at]


def test_the_story_says_why_a_lead_looks_like_spam(env: dict[str, str]) -> None:
    stored(env, State.QUARANTINED)

    assert shown(env)["events"][0]["reason"] == SPAM_REASON
    assert SPAM_REASON in run(env, "leads", "show", REFERENCE).output


def test_an_attempt_under_way_has_no_end_yet(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)
    with opened(env) as ledger:
        ledger.claim("test")

    (attempt,) = shown(env)["attempts"]

    assert (attempt["ended"], attempt["outcome"], attempt["http_status"]) == (None, None, None)
    assert run(env, "leads", "show", REFERENCE).output.endswith("queued -> sending, attempt 1\n")


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


def test_a_database_that_cannot_be_opened_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "leadframe.db").mkdir()

    result = run(env, "leads", "list")

    assert result.exit_code == 1
    assert result.stderr.startswith("leadframe: ")
    assert result.stderr.count("\n") == 1
