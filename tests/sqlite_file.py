"""A SQLite file with the tables of a ledger: made once, and copied to wherever one is wanted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from leadframe.ledger.engine import open_database
from leadframe.ledger.migrations import upgrade


def lay_out(file: Path) -> None:
    """Put a ledger without leads at a place, to be opened there, unless one is there already."""
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(_without_leads())


@cache
def _without_leads() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        database = open_database(f"sqlite:///{file}", busy_seconds=20)
        with database.preparing() as connection:
            upgrade(connection)
        database.close()
        return file.read_bytes()
