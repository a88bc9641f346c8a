"""The border for the databases' errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from leadframe.errors import LedgerUnavailableError


@contextmanager
def translated() -> Iterator[None]:
    """Turn a failure of the database into ours, telling its kind but no SQL and no values."""
    try:
        yield
    except PoolTimeoutError as error:
        raise unavailable("too many are using it") from error
    except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
        # Where it happened is told along; of what, only what quotes nobody.
        where = error.__traceback__
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, sqlite3.Error):
            raise unavailable(_kind_in_sqlite(cause)).with_traceback(where) from cause
        # PostgreSQL's own words quote the row, and a failed connection's the host and the user.
        raise unavailable(_kind_in_postgresql(cause)).with_traceback(where) from None


def unavailable(reason: str) -> LedgerUnavailableError:
    """Return the error for a ledger that may work again later."""
    return LedgerUnavailableError(f"the ledger cannot be used now: {reason}")


def _kind_in_sqlite(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)


def _kind_in_postgresql(error: BaseException | None) -> str:
    """Name the condition as PostgreSQL's manual does (appendix A), but for a lost connection."""
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return "no connection to PostgreSQL"
    return type(error).__name__
