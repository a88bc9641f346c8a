"""`leadframe serve` with several accepting processes: what their parent does."""

from __future__ import annotations

import logging
from functools import partial

from leadframe import logs
from leadframe.commands.stopping import ReloadSignal, StopSignal
from leadframe.commands.wiring import EXIT_FAULT, Wiring
from leadframe.delivery import open_ledger
from leadframe.errors import SettingsError
from leadframe.serving import Supervisor, Worker, listen, tell_where
from leadframe.settings import Settings

log = logging.getLogger(__name__)


def run_workers(wiring: Wiring, *, count: int, host: str, port: int, stop: StopSignal) -> int:
    """Serve on one address with so many workers until stopped; return the exit code.

    The parent lays out the database and listens; it answers nobody, and holds no connection.

    Raises:
        SettingsError: a setting is missing or wrong, or the database takes one process.
        LedgerUnavailableError: the database cannot be opened.
        ListenError: the address cannot be listened on.
    """
    settings = wiring.settings()
    if settings.database_url.startswith("sqlite"):
        raise SettingsError(
            f"--workers {count} needs LEADFRAME_DATABASE_URL to name a PostgreSQL database:"
            " on SQLite several processes would starve each other"
        )
    logs.configure(settings)
    _tell_of_counts(settings)
    open_ledger(settings).close()
    command = [*wiring.command_line, "--inherited"]
    with listen(host, port) as listener, ReloadSignal() as reload:
        supervisor = Supervisor(
            partial(Worker, command, listener),
            count=count,
            began=partial(tell_where, listener, host),
        )
        code = supervisor.run(stopped=lambda: stop.came, reloads=reload.taken)
    return code if code >= 0 else EXIT_FAULT


def _tell_of_counts(settings: Settings) -> None:
    """Say in the log if the limits let in as many times more as there are workers."""
    storage = settings.rate_limit_storage.get_secret_value()
    if settings.rate_limit and storage.startswith("memory:"):
        log.warning(
            "each worker counts for itself what the rate limits let in:"
            " LEADFRAME_RATE_LIMIT_STORAGE can name a Redis for all"
        )
