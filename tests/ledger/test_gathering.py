"""One work for many callers, on both databases: what each of them is told, and what is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from queue import SimpleQueue
from threading import Barrier, Event

import pytest
from sqlalchemy import Connection, select

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger
from leadframe.ledger.engine import Database
from leadframe.ledger.engine.batch import Share, Task, commit_together
from leadframe.ledger.tables import channel_state
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import submission
from tests.site import PATIENCE_SECONDS

CALLERS = 24
ROUNDS = 20
SECRET = "kim@example.test"


def store_all(connection: Connection, slugs: Sequence[str]) -> list[str]:
    connection.execute(channel_state.insert(), [{"slug": slug} for slug in slugs])
    if SECRET in slugs:
        raise ValueError(SECRET)
    return [f"{slug} of {len(slugs)}" for slug in slugs]


def stored(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(channel_state.c.slug)).scalars())


def told(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return type(error).__name__


def shares(*slugs: str) -> list[Task[str]]:
    return [Task(Share(store_all, slug)) for slug in slugs]


def together(database: Database, tasks: Sequence[Task[str]]) -> list[str]:
    """Return what each caller is told who waits in the same batch."""
    commit_together(database.preparing, take=lambda: tasks, take_all=lambda: tasks)
    return [told(task.outcome) for task in tasks]


class TestOneBatch:
    def test_each_is_told_what_is_his(self, database: Database) -> None:
        assert together(database, shares("a", "b", "c")) == ["a of 3", "b of 3", "c of 3"]
        assert stored(database) == {"a", "b", "c"}

    def test_who_has_left_is_left_out(self, database: Database) -> None:
        tasks = shares("a", "b", "c")
        tasks[1].begin()

        together(database, tasks)

        assert stored(database) == {"a", "c"}

    def test_others_may_have_works_of_their_own(self, database: Database) -> None:
        alone: Task[str] = Task(lambda connection: store_all(connection, ["alone"])[0])
        first, last = shares("a", "b")

        assert together(database, [first, alone, last]) == ["a of 2", "alone of 1", "b of 2"]

    def test_a_fault_undoes_it_for_all_and_one_is_told_why(self, database: Database) -> None:
        answers = together(database, shares("a", SECRET, "b"))

        assert sorted(answers) == ["LedgerUnavailableError", "LedgerUnavailableError", "ValueError"]
        assert stored(database) == set()


class TestManyCallers:
    def test_each_is_told_what_is_his(self, database: Database) -> None:
        ask = database.gather(store_all)
        slugs = [f"form-{number}" for number in range(CALLERS)]

        with ThreadPoolExecutor(CALLERS) as callers:
            answers = list(callers.map(ask, slugs))

        assert [answer.partition(" ")[0] for answer in answers] == slugs
        assert stored(database) == set(slugs)

    def test_a_failure_is_over_when_its_cause_is(self, database: Database) -> None:
        ask = database.gather(store_all)

        assert told(lambda: ask(SECRET)) == "ValueError"
        assert ask("a") == "a of 1"

    def test_a_closed_ledger_refuses(self, database: Database) -> None:
        ask = database.gather(store_all)
        assert ask("a") == "a of 1"
        database.close()

        with pytest.raises(LedgerUnavailableError, match="closed"):
            ask("b")


class TestBegun:
    def test_nobody_waits_and_each_is_told_what_is_his(self, database: Database) -> None:
        gathering = database.gather(store_all)
        slugs = [f"form-{number}" for number in range(CALLERS)]
        answers: SimpleQueue[tuple[str, str]] = SimpleQueue()

        def listen(slug: str, outcome: Callable[[], str]) -> None:
            answers.put((slug, told(outcome)))

        for slug in slugs:
            gathering.begin(slug, partial(listen, slug))
        answered = dict(answers.get(timeout=PATIENCE_SECONDS) for _ in slugs)

        assert set(answered) == set(slugs)
        assert all(answer.startswith(f"{slug} of ") for slug, answer in answered.items())
        assert stored(database) == set(slugs)

    def test_it_is_durable_when_it_is_told(self, database: Database) -> None:
        seen: SimpleQueue[set[str]] = SimpleQueue()

        database.gather(store_all).begin("a", lambda _outcome: seen.put(stored(database)))

        assert seen.get(timeout=PATIENCE_SECONDS) == {"a"}

    def test_what_was_in_its_way_is_raised_to_whoever_is_told(self, database: Database) -> None:
        answers: SimpleQueue[str] = SimpleQueue()

        database.gather(store_all).begin(SECRET, lambda outcome: answers.put(told(outcome)))

        assert answers.get(timeout=PATIENCE_SECONDS) == "ValueError"

    def test_a_fault_of_whoever_is_told_is_his_alone(
        self, database: Database, caplog: pytest.LogCaptureFixture
    ) -> None:
        gathering = database.gather(store_all)
        is_told = Event()

        def break_down(_outcome: object) -> None:
            is_told.set()
            raise ValueError(SECRET)

        gathering.begin("a", break_down)
        assert is_told.wait(PATIENCE_SECONDS)

        assert gathering("b").startswith("b")
        assert stored(database) == {"a", "b"}
        # Its threads have said what they had to say when they have ended.
        database.close()
        assert "fault after a write" in caplog.text
        assert SECRET not in caplog.text

    def test_what_is_begun_when_the_ledger_closes_is_finished(self, database: Database) -> None:
        gathering = database.gather(store_all)
        answers: SimpleQueue[str] = SimpleQueue()
        gathering.begin("a", lambda outcome: answers.put(told(outcome)))

        database.close()

        assert answers.get_nowait() == "a of 1"
        with pytest.raises(LedgerUnavailableError, match="closed"):
            gathering.begin("b", lambda outcome: answers.put(told(outcome)))


def test_hosts_that_are_sent_the_same_leads_store_each_once(open_ledger: OpenLedger) -> None:
    hosts = [open_ledger(busy_seconds=60) for _ in range(2)]
    all_at_once = Barrier(2 * CALLERS)

    def accept(host: Ledger, id_: str) -> bool:
        all_at_once.wait()
        return host.accept(replace(submission(), id=id_)).is_new

    with ThreadPoolExecutor(2 * CALLERS) as callers:
        for number in range(ROUNDS):
            ids = [f"{number:08}{caller:08}" for caller in range(CALLERS)]
            asked = [(hosts[0], id_) for id_ in ids] + [(hosts[1], id_) for id_ in reversed(ids)]
            assert sum(callers.map(accept, *zip(*asked, strict=True))) == CALLERS

    assert len(hosts[0].list(limit=1000)) == ROUNDS * CALLERS
