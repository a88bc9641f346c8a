"""Replays the history of the tables, with Alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from leadframe.errors import LedgerUnavailableError


def replay(connection: Connection) -> None:
    """Bring the tables up to date, from whichever version they have.

    Raises:
        LedgerUnavailableError: the tables are of a newer version than this program.
    """
    config = Config()
    config.set_main_option("script_location", "leadframe.ledger:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerUnavailableError(
            "the ledger was written by a newer Leadframe; start that version"
        ) from error
