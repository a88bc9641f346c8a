from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from leadframe.ledger import Ledger, Numbers
from leadframe.ledger.engine import Database, open_database
from leadframe.ledger.tables import metadata
from tests.ledger.world import NUMBERS, Clock
from tests.postgresql import Cluster
from tests.sqlite_file import lay_out

OpenLedger = Callable[..., Ledger]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Name the database that the test runs on: each in turn, unless a module says otherwise."""
    return str(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return SQLite's file, where the test runs on SQLite."""
    return tmp_path / "instance" / "leadframe.db"


@pytest.fixture
def url(request: pytest.FixtureRequest, dialect: str) -> str:
    """Return the URL of a ledger without leads, to be left with the tables it has."""
    return str(request.getfixturevalue(f"{dialect}_url"))


@pytest.fixture
def new_url(request: pytest.FixtureRequest, dialect: str) -> str:
    """Return the URL of a database of the test's own that has nothing in it yet."""
    return str(request.getfixturevalue(f"new_{dialect}_url"))


@pytest.fixture
def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def new_sqlite_url(file: Path) -> str:
    return f"sqlite:///{file.with_name('new')}"


@pytest.fixture(scope="session")
def shared_database(cluster: Cluster) -> str:
    url = cluster.new_database()
    Ledger.open(url, numbers=NUMBERS).close()
    return url


@pytest.fixture
def postgresql_url(cluster: Cluster, shared_database: str) -> Iterator[str]:
    yield shared_database
    # A hundred times faster than TRUNCATE or a new database, which wait for the disk.
    emptied = [str(table.delete()) for table in reversed(metadata.sorted_tables)]
    cluster.execute("; ".join(emptied), url=shared_database)


@pytest.fixture
def new_postgresql_url(cluster: Cluster) -> Iterator[str]:
    url = cluster.new_database()
    yield url
    cluster.drop_database(url)


@pytest.fixture
def open_ledger(url: str, clock: Clock) -> Iterator[OpenLedger]:
    """Open the test's ledger, as often as a test likes; all are closed in the end."""
    opened: list[Ledger] = []

    def open_it(
        *,
        numbers: Numbers = NUMBERS,
        keys: Sequence[str] = (),
        now: Callable[[], float] | None = clock,
        gate_clock: Callable[[], float] = lambda: 0.0,
        busy_seconds: float = 5.0,
    ) -> Ledger:
        ledger = Ledger.open(
            url,
            numbers=numbers,
            keys=keys,
            now=now,
            gate_clock=gate_clock,
            random=lambda: 0.0,
            busy_seconds=busy_seconds,
        )
        opened.append(ledger)
        return ledger

    yield open_it
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(dialect: str, file: Path, open_ledger: OpenLedger) -> Ledger:
    """Open the test's ledger, whose tables are there already."""
    if dialect == "sqlite":
        lay_out(file)
    return open_ledger()


@pytest.fixture
def database(url: str, ledger: Ledger) -> Iterator[Database]:
    """Return the database under a ledger without leads, opened once more."""
    del ledger
    opened = open_database(url, busy_seconds=20)
    yield opened
    opened.close()
