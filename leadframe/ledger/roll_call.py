"""Which processes deliver: they sign in now and then, for an operator's eyes."""

from __future__ import annotations

import os
import socket
from functools import cache
from importlib.metadata import version

from sqlalchemy import Connection, delete, select

from leadframe.ledger.engine import insert
from leadframe.ledger.tables import worker
from leadframe.ledger.values import Worker

FORGOTTEN_AFTER_SECONDS = 86400.0


def sign_in(connection: Connection, id_: str, *, now: float) -> None:
    """Write down that a process is at work, and forget those long gone."""
    connection.execute(delete(worker).where(worker.c.heartbeat < now - FORGOTTEN_AFTER_SECONDS))
    row = {
        "id": id_,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "started": now,
        "heartbeat": now,
        "version": _version(),
    }
    connection.execute(
        insert(connection.dialect.name, worker)
        .values(row)
        .on_conflict_do_update(index_elements=["id"], set_={"heartbeat": now})
    )


def sign_out(connection: Connection, id_: str) -> None:
    """Write down that a process has ended in good order."""
    connection.execute(delete(worker).where(worker.c.id == id_))


def present(connection: Connection, *, since: float) -> list[Worker]:
    """Return the processes that signed in since then and did not sign out, by their ids."""
    query = select(worker).where(worker.c.heartbeat >= since).order_by(worker.c.id)
    return [Worker(**row) for row in connection.execute(query).mappings()]


@cache
def _version() -> str:
    return version("leadframe")
