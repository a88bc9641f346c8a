from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.commands.sheets import harmless, write_csv, write_json
from leadframe.lead import LEAD_FIELDS
from leadframe.ledger import Record, Snapshot, State

SNAPSHOT = Snapshot(
    id="A" * 16,
    slug="acme",
    state=State.DELIVERED,
    fence=1,
    tries=1,
    created_at=1_900_000_000.0,
    due_at=None,
    sent_at=1_900_000_001.0,
    delivered_at=1_900_000_002.0,
    purged_at=None,
    upstream_id="lead-1",
    error="",
)
SIZE = "11111111-2222-3333-4444-555555555555"
TERMS = {"field": "terms", "given": True, "text": "Ja, æøå.", "sha256": "0", "version": "v1"}
NEWS = {**TERMS, "field": "news", "given": False}
# Surrogates cannot be in UTF-8, and so in no ledger.
texts = st.text(st.characters(exclude_categories=["Cs"]))


def record(**answers: object) -> Record:
    return Record(snapshot=SNAPSHOT, payload=answers, consents=(TERMS, NEWS))


def table(*records: Record) -> list[dict[str, str]]:
    """Write a table and read it back, as a spreadsheet would."""
    stream = io.StringIO(newline="")
    write_csv(stream, records)
    text = stream.getvalue()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_each_answer_has_its_column() -> None:
    properties = [{"property_definitions_id": SIZE, "value": "Small"}]

    (row,) = table(record(email="zoe@example.test", notes="one\ntwo", properties=properties))

    assert {name: value for name, value in row.items() if value} == {
        "reference": "lf-AAAAAAAAAAAAAAAA",
        "form": "acme",
        "state": "delivered",
        "created_at": "2030-03-17T17:46:40Z",
        "delivered_at": "2030-03-17T17:46:42Z",
        "lead_id": "lead-1",
        "email": "zoe@example.test",
        "notes": "one\ntwo",
        "properties": f"{SIZE}: Small",
        "consents": "terms: yes\nnews: no",
    }
    assert set(LEAD_FIELDS) <= set(row)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example";"click")',
        "+45 12 34 56 78",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
    ],
)
def test_what_a_spreadsheet_would_reckon_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Zoë", "a=b", "12", "1-2", "kim@example.test", "'quoted'"])
def test_what_is_text_anyway_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(texts)
def test_no_answer_begins_a_formula_or_commands_a_terminal(text: str) -> None:
    (row,) = table(record(notes=text))

    cell = unicodedata.normalize("NFKC", row["notes"].lstrip())
    assert not cell.startswith(("=", "+", "-", "@"))
    assert not row["notes"].startswith(("\t", "\r", "\n"))
    assert "\x1b" not in cell


@given(st.lists(texts, max_size=4))
def test_programs_read_every_answer_as_it_was_written(answers: list[str]) -> None:
    stream = io.StringIO()
    write_json(stream, [record(notes=text) for text in answers])

    found = json.loads(stream.getvalue())

    assert [one["lead"]["notes"] for one in found] == answers
    assert all(one["consents"] == [TERMS, NEWS] for one in found)
