"""What is written past SQLAlchemy is read through it as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine import Database, Insertion
from leadframe.ledger.tables import event, submission
from leadframe.ledger.values import State

NAMES = ("id", "slug", "payload", "state", "tries", "absent_seen", "fence", "created_at", "error")
STORE = Insertion(submission, *NAMES, unless_there=True)
RECORD = Insertion(event, "submission_id", "at", "actor", "from_state", "to_state", "reason")
ROW = ("A" * 16, "acme", {"name": "Kim"}, State.QUEUED, 0, 0, 0, 1.5, "")


def test_a_row_is_read_as_it_was_written(database: Database) -> None:
    assert database.write(lambda connection: STORE.run(connection, ROW))

    with database.reading() as connection:
        stored = connection.execute(select(*(submission.c[name] for name in NAMES))).one()
    assert stored == ROW


def test_a_row_that_is_there_already_stays_as_it_is(database: Database) -> None:
    database.write(lambda connection: STORE.run(connection, ROW))

    assert not database.write(lambda connection: STORE.run(connection, (ROW[0], "b", *ROW[2:])))

    with database.reading() as connection:
        assert connection.execute(select(submission.c.slug)).scalar_one() == "acme"


@pytest.mark.parametrize(
    "value", ["'; DROP TABLE submission; --", "100 % æøå 🙂", "\x00", "\ud800", {"%s": ["?", None]}]
)
def test_whatever_a_visitor_sends_comes_back(database: Database, value: object) -> None:
    payload = {"odd": value}
    database.write(lambda connection: STORE.run(connection, (*ROW[:2], payload, *ROW[3:])))

    with database.reading() as connection:
        assert connection.execute(select(submission.c.payload)).scalar_one() == payload


def test_of_several_rows_it_tells_which_were_not_there(database: Database) -> None:
    others = [(letter * 16, *ROW[1:]) for letter in "BCD"]
    database.write(lambda connection: STORE.run(connection, others[1]))

    added = database.write(lambda connection: STORE.run(connection, ROW, *others))

    assert added == {ROW[0], others[0][0], others[2][0]}
    with database.reading() as connection:
        query = select(*(submission.c[name] for name in NAMES)).order_by(submission.c.id)
        assert connection.execute(query).all() == [ROW, *others]


def test_no_rows_are_no_statement(database: Database) -> None:
    assert database.write(STORE.run) == set()


@pytest.mark.parametrize("values", [[None, None], [None, 2.5], ["a", None], ["1", "%s"]], ids=str)
def test_a_column_may_hold_a_value_here_and_none_there(
    database: Database, values: list[object]
) -> None:
    column = "due_at" if all(isinstance(one, float | int | None) for one in values) else "owner"
    names = ("id", *NAMES[1:], column)
    store = Insertion(submission, *names, unless_there=True)
    rows = [(letter * 16, *ROW[1:], value) for letter, value in zip("AB", values, strict=True)]

    database.write(lambda connection: store.run(connection, *rows))

    with database.reading() as connection:
        query = select(submission.c[column]).order_by(submission.c.id)
        assert list(connection.execute(query).scalars()) == values


def test_the_columns_that_are_not_named_have_no_value(database: Database) -> None:
    database.write(lambda connection: STORE.run(connection, ROW))
    database.write(
        lambda connection: RECORD.run(connection, (ROW[0], 1.5, "web", None, State.QUEUED, ""))
    )

    with database.reading() as connection:
        assert connection.execute(select(submission.c.due_at)).scalar_one() is None
        assert connection.execute(select(event.c.from_state, event.c.to_state)).one() == (
            None,
            State.QUEUED,
        )


def test_a_row_that_cannot_be_is_refused_without_a_word_of_it(database: Database) -> None:
    orphan = ("kim@example.test", 1.5, "web", None, State.QUEUED, "")

    with pytest.raises(LedgerUnavailableError) as caught:
        database.write(lambda connection: RECORD.run(connection, orphan))

    assert "kim@example.test" not in str(caught.value)
