"""What is stored past SQLAlchemy is read through it as it was."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from sqlalchemy import Connection, select

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger, State, Submission
from leadframe.ledger.arrivals import store
from leadframe.ledger.engine import Database
from leadframe.ledger.sealing import Seal
from leadframe.ledger.tables import event, submission
from tests.ledger.world import CONSENT, PAYLOAD, as_read, find, trail
from tests.ledger.world import submission as made_up

NOW = 1_000_000.125
SECRET = "kim@example.test"
NAMES = ("id", "slug", "payload", "consents", "state", "due_at", "first_state", "first_reason")


def store_all(database: Database, *new: Submission) -> set[str]:
    """Store submissions in one transaction; return the ids of those that were not there yet."""
    return set(database.write(lambda connection: store(connection, new, NOW, Seal())))


def rows(connection: Connection) -> Sequence[object]:
    query = select(*(submission.c[name] for name in NAMES)).order_by(submission.c.id)
    return [tuple(row) for row in connection.execute(query)]


def test_several_are_read_as_they_were_stored(database: Database) -> None:
    spam = replace(made_up("B"), spam_reasons=("a link", "in haste"))
    agreed = made_up("C", consents=(CONSENT,))
    payload = dict(agreed.payload_at(NOW))

    assert store_all(database, made_up("A"), spam, agreed) == {"A" * 16, "B" * 16, "C" * 16}

    queued, apart = (State.QUEUED, NOW), (State.QUARANTINED, None)
    with database.reading() as connection:
        assert rows(connection) == [
            ("A" * 16, "acme", PAYLOAD, None, *queued, State.QUEUED, ""),
            ("B" * 16, "acme", PAYLOAD, None, *apart, State.QUARANTINED, "a link; in haste"),
            ("C" * 16, "acme", payload, [CONSENT.as_record()], *queued, State.QUEUED, ""),
        ]


def test_what_has_not_happened_yet_has_no_value(database: Database) -> None:
    store_all(database, made_up("A"))

    with database.reading() as connection:
        row = connection.execute(select(submission)).mappings().one()
    assert (row["tries"], row["fence"], row["absent_seen"], row["error"]) == (0, 0, 0, "")
    assert row["created_at"] == NOW
    later = {"absent_at", "owner", "lease_until", "sent_at", "over_at", "send_number"}
    later |= {"delivered_at", "upstream_id", "purged_at"}
    assert {name for name in later if row[name] is None} == later


def test_one_that_is_there_already_stays_as_it_is(database: Database) -> None:
    store_all(database, made_up("B"))

    again = replace(made_up("B", slug="other"), spam_reasons=("a link",))
    assert store_all(database, made_up("A"), again, made_up("C")) == {"A" * 16, "C" * 16}
    assert store_all(database, again) == set()

    with database.reading() as connection:
        query = select(submission.c.slug, submission.c.state)
        assert set(connection.execute(query)) == {("acme", State.QUEUED)}


@pytest.mark.parametrize(
    "value", ["'; DROP TABLE submission; --", "100 % æøå 🙂", "\x00", "\ud800", {"%s": ["?", None]}]
)
def test_whatever_a_visitor_sends_comes_back(database: Database, value: object) -> None:
    store_all(database, replace(made_up("A"), payload={"odd": value}))

    with database.reading() as connection:
        assert connection.execute(select(submission.c.payload)).scalar_one() == {"odd": value}


@pytest.mark.parametrize("letters", ["A", "AB"])
def test_what_cannot_be_stored_is_refused_without_a_word_of_it(
    database: Database, letters: str
) -> None:
    nameless = cast("str", None)
    new = [replace(made_up(letter), slug=nameless, payload={"email": SECRET}) for letter in letters]

    with pytest.raises(LedgerUnavailableError) as caught:
        store_all(database, *new)

    assert SECRET not in "".join(traceback.format_exception(caught.value))
    with database.reading() as connection:
        assert rows(connection) == []


def test_what_was_quarantined_is_told_as_it_is_read(ledger: Ledger) -> None:
    apart = replace(made_up("A"), spam_reasons=("a link",))

    assert as_read(ledger.accept(apart)) == find(ledger)


def test_the_first_line_of_the_trail_is_no_row_of_its_own(
    ledger: Ledger, database: Database
) -> None:
    ledger.accept(replace(made_up("A"), remarks=("written in haste",)))

    assert trail(ledger) == [("web", None, State.QUEUED)]
    assert ledger.story("A" * 16).events[0].reason == "written in haste"
    with database.reading() as connection:
        assert connection.execute(select(event)).all() == []
