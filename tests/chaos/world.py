"""A site of real processes: the lead API, web servers, couriers, and the database they share."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from leadframe.delivery import open_ledger
from leadframe.ledger import Ledger
from leadframe.settings import read_settings
from tests.chaos.configuration import Configuration
from tests.chaos.databases import Database, running_database
from tests.chaos.numbers import SETTINGS
from tests.chaos.processes import Member
from tests.chaos.upstream import API_KEY, REFERENCE_PROPERTY, Upstream, running_upstream
from tests.site import SECRET_KEY

COURIERS = 2
# Where the forms' references go, in turn; the first form's is in the second of them.
PLACES = (REFERENCE_PROPERTY, "business_id", "notes")
# SQLite takes one web process (docs/decisions/0004); PostgreSQL as many as one likes.
WEBS = {"sqlite": 1, "postgresql": 2}
FORM = """\
channel_id = "00000000-0000-4000-8000-00000000000{number}"
title = "Form {number}"
reference_in = "{place}"

[[field]]
name = "email"

[[field]]
name = "last_name"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that takes part in a run.

    Attributes:
        environment: the settings of the site's processes.
        addresses: the web processes'.
        upstream: the lead API.
        database: what holds the ledger.
        webs: the web processes; the first has couriers inside.
        couriers: processes that only deliver.
        doomed: another such, which once dead stays so.
        ledger: the ledger, seen from outside.
    """

    environment: dict[str, str]
    addresses: list[str]
    upstream: Upstream
    database: Database
    webs: list[Member]
    couriers: list[Member]
    doomed: Member
    ledger: Ledger

    def heal(self) -> None:
        """Bring back everything that can come back."""
        self.upstream.command("mode", "ok")
        self.upstream.command("lookup_mode", "ok")
        for member in (*self.webs, *self.couriers):
            member.thaw()
            member.start()


@contextmanager
def running_world(configuration: Configuration, folder: Path) -> Iterator[World]:
    """Run a site in `folder` as long as the context lasts; its logs stay there."""
    with ExitStack() as stack:
        upstream = stack.enter_context(running_upstream(folder, configuration.leads_shape))
        database = stack.enter_context(running_database(configuration.database, folder))
        environment = _environment(configuration, folder, database.url, upstream.url)
        ledger = open_ledger(read_settings(environment))
        stack.callback(ledger.close)
        ports = [stack.enter_context(_kept_port()) for _ in range(WEBS[configuration.database])]

        def member(name: str, *arguments: str) -> Member:
            one = Member(name, arguments, folder=folder, environment=environment)
            stack.callback(one.kill)
            one.start()
            return one

        serves = [("serve", "--port", str(port)) for port in ports]
        yield World(
            environment=environment,
            addresses=[f"http://127.0.0.1:{port}" for port in ports],
            upstream=upstream,
            database=database,
            webs=[
                member("web-1", *serves[0]),
                *(member("web-2", *serve, "--no-courier") for serve in serves[1:]),
            ],
            couriers=[member(f"courier-{number}", "courier") for number in range(1, COURIERS + 1)],
            doomed=member("doomed", "courier"),
            ledger=ledger,
        )


@contextmanager
def _kept_port() -> Iterator[int]:
    """Keep a port from being given to others while the process that listens at it is dead."""
    with socket.socket() as keeper:
        # A bound port that nobody listens at may be listened at by who says the same.
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield keeper.getsockname()[1]


def _environment(
    configuration: Configuration, folder: Path, database_url: str, api_url: str
) -> dict[str, str]:
    channels = folder / "channels"
    channels.mkdir()
    for number, slug in enumerate(configuration.forms, start=1):
        form = FORM.format(number=number, place=PLACES[number % len(PLACES)])
        (channels / f"{slug}.toml").write_text(form)
    settings = {
        "SECRET_KEY": SECRET_KEY,
        "API_URL": api_url,
        "CHANNELS_DIR": str(channels),
        "DATABASE_URL": database_url,
        **SETTINGS,
        **({"API_KEY": API_KEY} if configuration.key else {}),
    }
    return {f"LEADFRAME_{name}": value for name, value in settings.items()}
