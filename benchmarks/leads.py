"""Ledgers to measure, and leads to fill them with."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

from leadframe.ledger import Ledger, Numbers, Submission
from leadframe.settings import Settings
from tests.postgresql import Cluster, find_binaries, running_cluster

NUMBERS = Numbers.of(Settings.model_validate({"secret_key": secrets.token_hex(32)}))
PAYLOAD = {
    "email": "kim.larsen@example.com",
    "first_name": "Kim",
    "last_name": "Larsen",
    "phone": "+4520123456",
    "company_name": "Larsen & Co",
    "notes": "Please call in the afternoon. " * 5,
    "properties": [{"property_id": secrets.token_hex(16), "value": "Large"} for _ in range(4)],
}
NUMBER = count()
# 40,000 leads a second, more than was reached so far, are 25 in ten windows of a second.
LOG_FILES = 32

open_ledger = partial(Ledger.open, numbers=NUMBERS)


def new_lead() -> Submission:
    """Make up a lead whose id is as good as random, for the index to find a place for it."""
    number = next(NUMBER)
    id_ = f"{random.getrandbits(32)}-{number}"
    return Submission(id=id_, slug=f"form-{number % 5}", payload=PAYLOAD)


@contextmanager
def databases(folder: Path) -> Iterator[Mapping[str, Iterator[str]]]:
    """Give new databases' URLs by their engine's name; PostgreSQL only where it is installed."""
    with ExitStack() as servers:
        urls = {"SQLite": (f"sqlite:///{folder}/ledger-{number}.db" for number in count())}
        if binaries := find_binaries():
            cluster = servers.enter_context(running_cluster(binaries, waits_for_disk=True))
            _wear_in(cluster)
            urls["PostgreSQL"] = (cluster.new_database() for _ in count())
        yield urls


def _wear_in(cluster: Cluster) -> None:
    """Let a server have log to write anew, as one has that has run for a while.

    A new one makes a file of 16 MiB again and again, and all who store wait for that; the file
    that storing is held against does not grow either.
    """
    cluster.execute(f"ALTER SYSTEM SET min_wal_size = '{16 * LOG_FILES}MB'")
    cluster.execute("SELECT pg_reload_conf()")
    for _ in range(LOG_FILES):
        cluster.execute("SELECT pg_logical_emit_message(true, '', ''), pg_switch_wal()")
    cluster.execute("CHECKPOINT")


@contextmanager
def ledger_at(url: str) -> Iterator[Ledger]:
    """Open a ledger as long as the context lasts."""
    with closing(open_ledger(url)) as ledger:
        yield ledger
