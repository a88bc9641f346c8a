from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from leadframe.ledger import State, Submission
from tests.commands.leads import REFERENCE, database_only, opened, shown, stored
from tests.commands.world import run
from tests.ledger.world import Clock

LONG_AGO = 1_000_000_000.0


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return database_only(tmp_path)


def purge(env: dict[str, str], *options: str, typed: str = "") -> Result:
    return run(env, "leads", "purge", "--reason", "asked to", *options, typed=typed)


def test_a_person_is_forgotten_and_the_trail_says_who_did_it_and_why(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.DELIVERED)

    result = purge(env, "--email", "a@EXAMPLE.com", "--yes")

    assert (result.exit_code, result.output) == (0, "1 purged, 0 left\n")
    story = shown(env)
    assert (story["lead"], story["state"]) == ({}, "delivered")
    assert story["purged_at"] is not None
    last = story["events"][-1]
    assert (last["actor"], last["reason"]) == ("kim", "asked to")
    assert shown(env, "lf-" + "B" * 16)["lead"]


def test_it_is_asked_for_first(env: dict[str, str]) -> None:
    stored(env, State.DEAD, State.DELIVERED, State.DEAD)

    refused = purge(env, REFERENCE, "lf-" + "C" * 16, typed="n\n")

    assert refused.exit_code == 1
    assert "2 dead\n" in refused.output
    assert "removed for good" in refused.output
    assert shown(env)["lead"]

    assert purge(env, REFERENCE, typed="y\n").exit_code == 0
    assert (shown(env)["lead"], shown(env)["state"]) == ({}, "withdrawn")


def test_what_is_still_to_be_sent_is_left_and_named(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.UNCONFIRMED, State.QUEUED)
    references = [REFERENCE, "lf-" + "B" * 16, "lf-" + "C" * 16]

    result = purge(env, *references, "--yes")

    assert (result.exit_code, result.stdout) == (1, "1 purged, 2 left\n")
    assert f"{references[1]} is unconfirmed: it may be in the CRM" in result.stderr
    assert f"{references[2]} is queued: it is still to be sent" in result.stderr
    assert shown(env, references[2])["lead"]


def test_what_is_still_to_be_sent_is_withdrawn_when_the_operator_says_so(
    env: dict[str, str],
) -> None:
    stored(env, State.QUEUED)

    assert purge(env, REFERENCE, "--unsent", "--yes").exit_code == 0
    assert shown(env)["state"] == "withdrawn"


def test_spam_goes_by_its_age(env: dict[str, str]) -> None:
    payload = {"email": "spam@example.com"}
    for letter, clock in {"A": Clock(LONG_AGO), "B": Clock(LONG_AGO), "C": None}.items():
        spam = Submission(
            id=letter * 16, slug="contact", payload=payload, spam_reasons=("a link in a name",)
        )
        with opened(env, now=clock) as ledger:
            ledger.accept(spam)

    result = purge(env, "--state", "quarantined", "--older-than", "7", "--yes")

    assert result.output == "2 purged, 0 left\n"
    assert shown(env)["state"] == "withdrawn"
    assert shown(env, "lf-" + "C" * 16)["state"] == "quarantined"


def test_once_is_enough(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED)
    purge(env, REFERENCE, "--yes")
    before = shown(env)

    result = purge(env, REFERENCE)

    assert (result.exit_code, result.output) == (0, "0 purged, 0 left\n")
    assert shown(env) == before


def test_nobody_is_forgotten_whom_nobody_knows(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED)

    assert purge(env, "--email", "b@example.com").output == "0 purged, 0 left\n"
    unknown = purge(env, "lf-" + "B" * 16)
    assert unknown.exit_code == 1
    assert unknown.stderr.startswith("leadframe: there is no submission")


@pytest.mark.parametrize("reason", ["asked by a@example.com", "for A@Example.COM.", " "])
def test_the_reason_names_nobody(env: dict[str, str], reason: str) -> None:
    stored(env, State.DELIVERED)

    result = run(env, "leads", "purge", REFERENCE, "--yes", "--reason", reason)

    assert result.exit_code == 2
    assert shown(env)["lead"]


def test_the_reason_does_not_hold_what_was_searched_for(env: dict[str, str]) -> None:
    options = ("--email", "Somebody", "--reason", "somebody asked")

    assert run(env, "leads", "purge", *options).exit_code == 2


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--state", "quarantined"],
        ["--older-than", "30"],
        ["--email", "a@example.com", REFERENCE],
        ["--email", "a@example.com", "--state", "dead", "--older-than", "30"],
    ],
)
def test_it_must_be_clear_which_leads_are_meant(env: dict[str, str], options: list[str]) -> None:
    stored(env, State.DELIVERED)

    assert purge(env, *options, "--yes").exit_code == 2
    assert shown(env)["lead"]
