"""What the ledger does on PostgreSQL when its server, its connections or its neighbours fail."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Literal

import pytest
from sqlalchemy import Connection, make_url

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import Ledger, State, transitions
from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.engine.postgresql import CONNECTIONS
from leadframe.ledger.sealing import Seal
from tests.ledger.conftest import OpenLedger
from tests.ledger.uses import READS, WRITES, Use, by_name, open_and_fill
from tests.ledger.world import CONSENT, Clock, as_read, find, state_of, submission
from tests.postgresql import Cluster

PASSWORD = "correct-horse"
WITH_VALUES = (
    "INSERT INTO submission (id, payload) VALUES ('X', '{\"email\": \"kim@example.test\"}')"
)
by_stop = pytest.mark.parametrize("mode", ["fast", "immediate"])


@pytest.fixture
def dialect() -> str:
    return "postgresql"


@pytest.fixture
def url(postgresql_url: str) -> str:
    """Name a password, which must not be told."""
    return make_url(postgresql_url).set(password=PASSWORD).render_as_string(hide_password=False)


@pytest.fixture
def ledger(open_ledger: OpenLedger, clock: Clock) -> Ledger:
    return open_and_fill(open_ledger, clock)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url, busy_seconds=1.0)
    yield opened
    opened.close()


@contextmanager
def stopped(cluster: Cluster, mode: Literal["fast", "immediate"]) -> Iterator[None]:
    cluster.stop(mode)
    try:
        yield
    finally:
        cluster.start()


def told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


class TestRestart:
    @by_stop
    @by_name({**WRITES, **READS})
    def test_the_first_call_after_it_succeeds(
        self,
        ledger: Ledger,
        cluster: Cluster,
        use: Use,
        mode: Literal["fast", "immediate"],
    ) -> None:
        with stopped(cluster, mode):
            pass

        use(ledger)

    @by_stop
    def test_every_connection_is_replaced(
        self, ledger: Ledger, cluster: Cluster, mode: Literal["fast", "immediate"]
    ) -> None:
        def use_several() -> list[State]:
            with ThreadPoolExecutor(CONNECTIONS) as threads:
                return list(threads.map(lambda _: state_of(ledger), range(4 * CONNECTIONS)))

        before = use_several()
        with stopped(cluster, mode):
            pass

        assert use_several() == before

    @by_stop
    def test_what_was_confirmed_is_kept(
        self, ledger: Ledger, cluster: Cluster, mode: Literal["fast", "immediate"]
    ) -> None:
        accepted = ledger.accept(submission("C"))

        with stopped(cluster, mode):
            pass

        assert find(ledger, "C") == as_read(accepted)

    @by_stop
    def test_in_the_midst_of_a_work_it_undoes_that(
        self,
        ledger: Ledger,
        database: Database,
        cluster: Cluster,
        mode: Literal["fast", "immediate"],
    ) -> None:
        before = ledger.list()

        def work(connection: Connection) -> None:
            connection.exec_driver_sql("UPDATE submission SET slug = 'other'")
            cluster.stop(mode)

        with pytest.raises(LedgerUnavailableError):
            database.write(work)
        cluster.start()

        assert ledger.list() == before


class TestDown:
    @by_name({**WRITES, **READS})
    def test_it_is_told_without_address_and_password(
        self, ledger: Ledger, cluster: Cluster, url: str, use: Use
    ) -> None:
        host = str(make_url(url).query["host"])
        with stopped(cluster, "fast"), pytest.raises(LedgerUnavailableError) as caught:
            use(ledger)

        assert str(caught.value) == "the ledger cannot be used now: no connection to PostgreSQL"
        assert host not in told(caught.value)
        assert PASSWORD not in told(caught.value)
        use(ledger)

    def test_a_ledger_cannot_be_opened(self, cluster: Cluster, open_ledger: OpenLedger) -> None:
        with (
            stopped(cluster, "fast"),
            pytest.raises(LedgerUnavailableError, match="no connection"),
        ):
            open_ledger()

        assert open_ledger().list() == []


class TestErrors:
    def test_they_quote_no_values(self, ledger: Ledger, database: Database) -> None:
        assert ledger.list()

        with pytest.raises(LedgerUnavailableError) as caught:
            database.write(lambda connection: connection.exec_driver_sql(WITH_VALUES))

        assert str(caught.value) == "the ledger cannot be used now: NotNullViolation"
        assert "kim@example.test" not in told(caught.value)
        assert "INSERT" not in told(caught.value).replace(WITH_VALUES, "")

    @pytest.mark.parametrize(
        ("sqlstate", "kind"),
        [
            ("53100", "DiskFull"),
            ("53300", "TooManyConnections"),
            ("25006", "ReadOnlySqlTransaction"),
            ("40001", "SerializationFailure"),
            ("40P01", "DeadlockDetected"),
            ("57014", "QueryCanceled"),
            ("58030", "IoError"),
        ],
    )
    def test_they_are_told_by_their_condition(
        self, ledger: Ledger, database: Database, sqlstate: str, kind: str
    ) -> None:
        before = ledger.list()
        fault = f"DO $$ BEGIN RAISE 'kim@example.test' USING ERRCODE = '{sqlstate}'; END $$"

        def work(connection: Connection) -> None:
            connection.exec_driver_sql("UPDATE submission SET slug = 'other'")
            connection.exec_driver_sql(fault)

        with pytest.raises(LedgerUnavailableError) as caught:
            database.write(work)

        assert str(caught.value) == f"the ledger cannot be used now: {kind}"
        assert "kim@example.test" not in told(caught.value)
        assert ledger.list() == before

    @by_name(WRITES)
    def test_a_standby_takes_no_writes(
        self, open_ledger: OpenLedger, clock: Clock, cluster: Cluster, url: str, use: Use
    ) -> None:
        before = open_and_fill(open_ledger, clock).list()
        name = make_url(url).database
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        try:
            standby = open_ledger()
            with pytest.raises(LedgerUnavailableError, match="ReadOnlySqlTransaction"):
                use(standby)
            assert standby.list() == before
        finally:
            cluster.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


class TestPatience:
    def test_when_all_connections_are_taken_the_next_is_refused(self, database: Database) -> None:
        with ExitStack() as taken:
            for _ in range(CONNECTIONS):
                taken.enter_context(database.reading())
            with pytest.raises(LedgerUnavailableError, match="too many are using it"):
                database.write(lambda _: None)

        database.write(lambda _: None)

    def test_a_lock_is_not_waited_for_for_ever(
        self, ledger: Ledger, open_ledger: OpenLedger, database: Database
    ) -> None:
        hasty = open_ledger(busy_seconds=0.5)
        with database.preparing() as connection:
            connection.exec_driver_sql("UPDATE submission SET slug = slug")
            with pytest.raises(LedgerUnavailableError, match=r"LockNotAvailable|QueryCanceled"):
                hasty.retry("B" * 16, actor="kim", reason="asked")

        assert ledger.retry("B" * 16, actor="kim", reason="asked").state is State.QUEUED

    def test_a_frozen_transaction_loses_its_locks(
        self, ledger: Ledger, database: Database, cluster: Cluster, url: str
    ) -> None:
        before = ledger.list()

        def freeze(connection: Connection) -> None:
            connection.exec_driver_sql("UPDATE submission SET slug = 'frozen'")
            # Waits without a limit for the lock that only the server can break.
            cluster.execute("UPDATE submission SET error = ''", url=url)

        with pytest.raises(LedgerUnavailableError):
            database.write(freeze)

        assert ledger.list() == before


class TestAccepting:
    def test_two_that_store_the_same_leads_never_wait_in_a_circle(
        self, ledger: Ledger, database: Database, cluster: Cluster, clock: Clock
    ) -> None:
        assert ledger.find("X") is None

        def accept(connection: Connection, *letters: str) -> list[bool]:
            leads = [submission(letter) for letter in letters]
            accepted = transitions.accept(connection, leads, clock.now, Seal())
            return [one.is_new for one in accepted]

        def work(connection: Connection) -> Future[list[bool]]:
            assert accept(connection, "X") == [True]
            waiting = other.submit(database.write, lambda one: accept(one, "Y", "X"))
            while not cluster.execute("SELECT 1 FROM pg_locks WHERE NOT granted"):
                assert not waiting.done()
            assert accept(connection, "Y") == [True]
            return waiting

        with ThreadPoolExecutor(1) as other:
            assert database.write(work).result() == [False, False]


class TestSession:
    def test_a_commit_waits_for_the_disk_whatever_the_server_says(
        self, cluster: Cluster, url: str
    ) -> None:
        name = make_url(url).database
        cluster.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            opened = open_database(url, busy_seconds=5.0)
            with opened.reading() as connection:
                shown = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
            opened.close()
        finally:
            cluster.execute(f"ALTER DATABASE {name} RESET synchronous_commit")

        assert shown == "on"

    def test_it_is_named_for_whoever_looks_at_the_server(self, database: Database) -> None:
        with database.reading() as connection:
            names = connection.exec_driver_sql("SELECT application_name FROM pg_stat_activity")
            assert "leadframe" in set(names.scalars())

    def test_the_clock_is_the_servers(self, open_ledger: OpenLedger, cluster: Cluster) -> None:
        ledger = open_ledger(now=None)

        before = clock_of(cluster)
        accepted = ledger.accept(submission())

        assert before <= accepted.created_at <= clock_of(cluster)
        assert find(ledger) == as_read(accepted)

    def test_what_the_crm_is_told_of_consents_is_of_the_servers_clock(
        self, open_ledger: OpenLedger, cluster: Cluster
    ) -> None:
        ledger = open_ledger(now=None)
        agreed = submission(consents=(CONSENT,))

        before = clock_of(cluster)
        accepted = ledger.accept(agreed)

        assert before <= accepted.created_at <= clock_of(cluster)
        told = ledger.story(agreed.id).payload
        assert told == agreed.payload_at(accepted.created_at)

    def test_a_read_sees_one_moment(self, ledger: Ledger, database: Database) -> None:
        with database.reading() as connection:
            count = "SELECT count(*) FROM submission"
            before = connection.exec_driver_sql(count).scalar_one()
            ledger.accept(submission("C"))
            assert connection.exec_driver_sql(count).scalar_one() == before


def clock_of(cluster: Cluster) -> float:
    ((now,),) = cluster.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
    assert isinstance(now, float)
    return now
