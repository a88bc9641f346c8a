"""Many callers, one commit: what each of them is told, and what is in the file afterwards."""

from __future__ import annotations

import sqlite3
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from leadframe.errors import LedgerUnavailableError, RefusedTransitionError
from leadframe.ledger import Ledger
from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.engine.batch import Task, commit_together
from leadframe.ledger.tables import channel_state
from tests.ledger.world import NUMBERS

CALLERS = 32
ROUNDS = 5
BUSY_SECONDS = 20.0
# SQLAlchemy's own default.
POOL_SIZE = 5
SECRET = "kim@example.test"

Work = Callable[[Connection], str]


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    Ledger.open(sqlite_url, numbers=NUMBERS).close()
    opened = open_database(sqlite_url, busy_seconds=BUSY_SECONDS)
    yield opened
    opened.close()


def stores(slug: str) -> Work:
    def work(connection: Connection) -> str:
        connection.execute(channel_state.insert().values(slug=slug))
        return slug

    return work


def refuses(_connection: Connection) -> str:
    raise RefusedTransitionError("not in this state")


def breaks(connection: Connection) -> str:
    stores("broken")(connection)
    raise ValueError(SECRET)


def writes_nonsense(connection: Connection) -> str:
    stores("nonsense")(connection)
    return str(connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (SECRET,)))


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(channel_state.c.slug)).scalars())


def told(tasks: Sequence[Task[str]]) -> list[str]:
    """Return each caller's result, or the name of what it raised."""
    return [told_one(task.outcome) for task in tasks]


def told_one(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return type(error).__name__


def together(database: Database, *works: Work) -> Sequence[Task[str]]:
    tasks = [Task(work) for work in works]
    return commit_together(database.preparing, take=lambda: tasks, take_all=lambda: tasks)


@contextmanager
def counted(name: str) -> Iterator[Counter[str]]:
    """Count the transactions that begin, or that are committed."""
    happened: Counter[str] = Counter()

    def count(_connection: Connection) -> None:
        happened[name] += 1

    event.listen(Engine, name, count)
    try:
        yield happened
    finally:
        event.remove(Engine, name, count)


@contextmanager
def stuck(database: Database) -> Iterator[Future[str]]:
    """Keep the committer at a work, whose caller waits, as long as the context lasts."""
    inside, leave = threading.Event(), threading.Event()

    def work(connection: Connection) -> str:
        inside.set()
        leave.wait()
        return stores("stuck")(connection)

    with ThreadPoolExecutor(1) as caller:
        future = caller.submit(told_one, lambda: database.write(work))
        inside.wait()
        try:
            yield future
        finally:
            leave.set()


@contextmanager
def another_writer(file: Path) -> Iterator[None]:
    """Hold the file's write lock, as a stuck process would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def call_all(database: Database, *works: Work) -> list[str]:
    """Let every work have a thread of its own, and all write at once."""
    start = threading.Barrier(len(works))

    def call(work: Work) -> str:
        start.wait()
        return told_one(lambda: database.write(work))

    with ThreadPoolExecutor(len(works)) as callers:
        return list(callers.map(call, works))


class TestOneBatch:
    def test_it_is_committed_once(self, database: Database) -> None:
        with counted("commit") as happened:
            tasks = together(database, *map(stores, "abc"))

        assert happened["commit"] == 1
        assert told(tasks) == stored(database) == ["a", "b", "c"]

    def test_who_is_refused_leaves_the_neighbours_alone(self, database: Database) -> None:
        tasks = together(database, stores("a"), refuses, stores("b"))

        assert told(tasks) == ["a", "RefusedTransitionError", "b"]
        assert stored(database) == ["a", "b"]

    def test_who_breaks_undoes_it_for_all_and_is_told_why(self, database: Database) -> None:
        tasks = together(database, stores("a"), breaks, stores("b"))

        assert told(tasks) == ["LedgerUnavailableError", "ValueError", "LedgerUnavailableError"]
        assert stored(database) == []

    def test_the_neighbours_of_who_breaks_learn_nothing_of_it(self, database: Database) -> None:
        neighbour, _ = together(database, stores("a"), breaks)

        with pytest.raises(LedgerUnavailableError) as caught:
            neighbour.outcome()

        assert str(caught.value) == "the ledger cannot be used now: a write failed"
        assert caught.value.__cause__ is caught.value.__context__ is None

    def test_a_refusal_counts_for_nothing_when_the_batch_is_undone(
        self, database: Database
    ) -> None:
        refused, _ = together(database, refuses, breaks)

        assert told([refused]) == ["LedgerUnavailableError"]

    def test_a_failure_of_the_database_is_everyones(self, database: Database) -> None:
        tasks = together(database, stores("a"), refuses, writes_nonsense, stores("b"))

        assert told(tasks) == ["LedgerUnavailableError"] * 4
        assert stored(database) == []

    def test_each_caller_is_told_by_an_error_of_its_own(self, database: Database) -> None:
        tasks = together(database, stores("a"), writes_nonsense)
        errors = []
        for task in tasks:
            with pytest.raises(LedgerUnavailableError, match="SQLITE_ERROR") as caught:
                task.outcome()
            errors.append(caught.value)

        assert errors[0] is not errors[1]
        for error in errors:
            story = "".join(traceback.format_exception(error))
            assert "no such table" in story
            assert "in writes_nonsense" in story
            assert SECRET not in story

    def test_who_has_left_is_left_out(self, database: Database) -> None:
        tasks = [Task(stores("a")), Task(stores("b"))]
        tasks[0].begun.acquire()

        commit_together(database.preparing, take=lambda: tasks, take_all=lambda: tasks)

        assert stored(database) == ["b"]


class TestManyCallers:
    def test_they_share_commits(self, database: Database) -> None:
        with counted("commit") as happened:
            for number in range(ROUNDS):
                call_all(database, *(stores(f"{number}-{n}") for n in range(CALLERS)))

        assert len(stored(database)) == CALLERS * ROUNDS
        assert happened["commit"] < CALLERS * ROUNDS

    def test_what_was_confirmed_is_there_and_nothing_else(self, database: Database) -> None:
        good = [stores(f"{n}") for n in range(CALLERS)]

        told = call_all(database, *good, refuses, breaks)

        assert {one for one in told if one.isdigit()} == set(stored(database))
        assert "ValueError" in told

    def test_a_locked_file_fails_them_together_and_not_one_after_the_other(
        self, sqlite_url: str, file: Path, database: Database
    ) -> None:
        hasty = open_database(sqlite_url, busy_seconds=2.0)
        with another_writer(file), counted("begin") as happened:
            told = call_all(hasty, *(stores(f"{n}") for n in range(CALLERS)))

        assert set(told) == {"LedgerUnavailableError"}
        assert happened["begin"] < CALLERS
        assert hasty.write(stores("later")) == "later"
        hasty.close()
        assert stored(database) == ["later"]


class TestBesideReaders:
    def test_a_work_amidst_which_many_came_and_went_is_done(self, database: Database) -> None:
        def work(connection: Connection) -> str:
            # More than the pool keeps, so that it closes the connection that comes back last.
            with ExitStack() as readers:
                for _ in range(POOL_SIZE + 1):
                    readers.enter_context(database.reading())
            return stores("amidst")(connection)

        assert database.write(work) == "amidst"
        assert stored(database) == ["amidst"]


class TestPatience:
    def test_a_work_that_did_not_begin_in_time_never_will(
        self, sqlite_url: str, database: Database
    ) -> None:
        hasty = open_database(sqlite_url, busy_seconds=1.0)
        with (
            stuck(hasty) as other,
            pytest.raises(LedgerUnavailableError, match="too many are writing"),
        ):
            hasty.write(stores("late"))

        assert other.result() == "LedgerUnavailableError"
        hasty.close()
        # Of what had begun nobody can say: here it was done in the end.
        assert stored(database) == ["stuck"]


class TestClosing:
    def test_what_was_begun_is_finished(self, database: Database) -> None:
        with ThreadPoolExecutor(1) as closer, stuck(database) as begun:
            closed = closer.submit(database.close)

        closed.result()
        assert begun.result() == "stuck"
        assert stored(database) == ["stuck"]

    def test_whoever_writes_meanwhile_is_served_or_refused(self, database: Database) -> None:
        with ThreadPoolExecutor(1) as closer:
            works = [stores(f"{n}") for n in range(CALLERS)]
            closed = closer.submit(database.close)
            told = call_all(database, *works)
            closed.result()

        served = {one for one in told if one.isdigit()}
        assert served == set(stored(database))
        assert set(told) - served <= {"LedgerUnavailableError"}

    def test_a_closed_ledger_refuses(self, database: Database) -> None:
        database.close()

        with pytest.raises(LedgerUnavailableError, match="closed"):
            database.write(stores("late"))
