from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadframe.ledger import State, Submission
from leadframe.ledger.records import PAGE
from tests.commands.leads import database_only, opened, stored
from tests.commands.world import run
from tests.ledger.world import Clock

SIZE = "11111111-2222-3333-4444-555555555555"
NEW_YEAR_2030 = 1_893_456_000.0


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return database_only(tmp_path)


def exported(env: dict[str, str], *options: str) -> list[dict[str, Any]]:
    result = run(env, "leads", "export", "--json", *options)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def letters(env: dict[str, str], *options: str) -> str:
    return "".join(one["reference"][-1] for one in exported(env, *options))


def accept(env: dict[str, str], letter: str, *, at: float = NEW_YEAR_2030, **payload: Any) -> None:
    with opened(env, now=Clock(at)) as ledger:
        ledger.accept(Submission(id=letter * 16, slug="contact", payload=payload))


def store_many(env: dict[str, str], how_many: int) -> None:
    stored(env, State.QUEUED)
    with closing(sqlite3.connect(env["LEADFRAME_DATABASE_URL"].removeprefix("sqlite:///"))) as file:
        file.execute(
            f"""
            WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number LIMIT ?)
            INSERT INTO submission (id, slug, payload, state, tries, absent_seen, fence, error,
                                    created_at)
            SELECT printf('%016d', n), 'contact', '{{"email": "kim@example.test"}}', 'queued',
                   0, 0, 0, '', {NEW_YEAR_2030} + n / 3 FROM number
            """,  # noqa: S608 - the words are all here
            (how_many - 1,),
        )
        file.commit()


def test_nothing_is_exported_of_an_empty_ledger(env: dict[str, str]) -> None:
    assert exported(env) == []
    assert len(run(env, "leads", "export").stdout.splitlines()) == 1


def test_leads_are_exported_with_all_their_answers_oldest_first(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.DEAD)

    first, second = exported(env)

    assert [first["reference"], second["reference"]] == ["lf-" + "A" * 16, "lf-" + "B" * 16]
    assert first["lead"]["email"] == "A@example.com"
    assert (first["form"], first["state"], first["lead_id"]) == ("contact", "delivered", "lead-1")


def test_a_spreadsheet_is_the_default(env: dict[str, str]) -> None:
    accept(env, "A", email="zoë@example.test", phone="+4512345678")

    out = run(env, "leads", "export").stdout_bytes

    assert out.startswith(b"\xef\xbb\xbf")
    assert out.count(b"\r\n") == 2
    (row,) = csv.DictReader(io.StringIO(out.decode("utf-8-sig"), newline=""))
    assert (row["email"], row["phone"]) == ("zoë@example.test", "'+4512345678")


def test_it_can_be_narrowed(env: dict[str, str]) -> None:
    stored(env, State.DELIVERED, State.DEAD)
    stored(env, State.QUEUED, State.QUEUED, State.QUEUED, slug="quote")

    assert letters(env, "--state", "dead") == "B"
    assert letters(env, "--form", "quote") == "C"


def test_times_narrow_it_from_then_on_and_until_before(env: dict[str, str]) -> None:
    for letter, hours in (("A", -1), ("B", 0), ("C", 1)):
        accept(env, letter, at=NEW_YEAR_2030 + hours * 3600, email="kim@example.test")

    assert letters(env, "--since", "2030-01-01") == "BC"
    assert letters(env, "--until", "2030-01-01T01:00+01:00") == "A"
    assert letters(env, "--since", "2029-12-31T23:00Z", "--until", "2030-01-01T01:00") == "AB"


def test_a_time_that_is_none_is_refused(env: dict[str, str]) -> None:
    refused = run(env, "leads", "export", "--since", "yesterday")

    assert refused.exit_code == 2
    assert "such as 2026-01-31" in refused.output


def test_a_person_is_found_by_an_address_in_any_field(env: dict[str, str]) -> None:
    other = [{"property_definitions_id": SIZE, "value": " kim@example.test"}]
    accept(env, "A", email="Kim@Example.test")
    accept(env, "B", email="boss@example.test", properties=other)
    accept(env, "C", email="sam@example.test", notes="ask kim@example.test")

    assert letters(env, "--email", "kim@example.TEST") == "AB"


def test_however_many_there_are_each_is_exported_once(env: dict[str, str]) -> None:
    count = 2 * PAGE + 1
    store_many(env, count)

    result = run(env, "leads", "export", "--json")

    found = {one["reference"] for one in json.loads(result.stdout)}
    assert len(found) == count
    assert result.stderr == "Reading leads\n"


def test_few_are_exported_without_a_word(env: dict[str, str]) -> None:
    stored(env, State.QUEUED)

    assert run(env, "leads", "export").stderr == ""


@pytest.mark.usefixtures("umask")
def test_a_file_is_for_its_owner_alone(env: dict[str, str], tmp_path: Path) -> None:
    stored(env, State.QUEUED)
    output = tmp_path / "leads.csv"

    result = run(env, "leads", "export", "--output", str(output))

    assert (result.exit_code, result.output) == (0, "")
    assert output.stat().st_mode & 0o777 == 0o600
    assert output.read_bytes() == run(env, "leads", "export").stdout_bytes


def test_a_file_that_is_there_is_left_alone(env: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path / "leads.csv"
    output.write_text("last month's")

    result = run(env, "leads", "export", "--output", str(output))

    assert (result.exit_code, result.stderr) == (
        1,
        f"leadframe: cannot write {output}: File exists\n",
    )
    assert output.read_text() == "last month's"
