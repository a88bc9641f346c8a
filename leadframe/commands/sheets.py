"""Leads as files: a table for spreadsheets, an array of objects for programs."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from leadframe.commands.printing import json_text, time_text
from leadframe.lead import LEAD_FIELDS
from leadframe.ledger import Record

COLUMNS = (
    *("reference", "form", "state", "created_at", "delivered_at", "purged_at", "lead_id"),
    *LEAD_FIELDS,
    *("properties", "consents"),
)
# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection).
FORMULA_STARTS = frozenset("=+-@\t\r\n")
# By it Excel knows that a table is in UTF-8.
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write_csv(stream: TextIO, records: Iterable[Record]) -> None:
    """Write leads as RFC 4180 has it, in UTF-8 with a byte order mark."""
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for record in records:
        cells = _cells(record)
        table.writerow([harmless(cells[column]) for column in COLUMNS])


def write_json(stream: TextIO, records: Iterable[Record]) -> None:
    """Write leads as one JSON array, an object a line."""
    start = "[\n"
    for record in records:
        stream.write(start + json_text(as_object(record)))
        start = ",\n"
    stream.write("\n]\n" if start == ",\n" else "[]\n")


def as_object(record: Record) -> dict[str, Any]:
    """Return everything kept of a lead but its story; times are ISO 8601 in UTC."""
    return {
        **_heading(record),
        "lead": dict(record.payload),
        "consents": [dict(consent) for consent in record.consents],
    }


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, and no terminal for a command."""
    text = "".join(_visible(letter) for letter in text)
    # Behind spaces, and as the wide letters of East Asia, some take them for the same.
    starts = unicodedata.normalize("NFKC", text[:1] + text.lstrip()[:1])
    return text if FORMULA_STARTS.isdisjoint(starts) else f"'{text}"


def _heading(record: Record) -> dict[str, str | None]:
    one = record.snapshot
    return {
        "reference": one.reference,
        "form": one.slug,
        "state": one.state.value,
        "created_at": time_text(one.created_at),
        "delivered_at": time_text(one.delivered_at),
        "purged_at": time_text(one.purged_at),
        "lead_id": one.upstream_id,
    }


def _cells(record: Record) -> dict[str, str]:
    answers = {name: record.payload.get(name) for name in LEAD_FIELDS}
    cells = {name: value or "" for name, value in (_heading(record) | answers).items()}
    properties = "\n".join(_properties(record))
    consents = [f"{one['field']}: {'yes' if one['given'] else 'no'}" for one in record.consents]
    return {**cells, "properties": properties, "consents": "\n".join(consents)}


def _properties(record: Record) -> Iterator[str]:
    for each in record.payload.get("properties", ()):
        yield f"{each['property_definitions_id']}: {each['value']}"


def _visible(letter: str) -> str:
    is_control = unicodedata.category(letter) == "Cc" and letter not in "\t\r\n"
    return f"\\x{ord(letter):02x}" if is_control else letter
