"""The border for the databases' errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors as postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from leadframe.errors import LedgerUnavailableError


@contextmanager
def translated() -> Iterator[None]:
    """Turn a failure of the database into ours, telling its kind but no SQL and no values."""
    try:
        yield
    except PoolTimeoutError as error:
        raise LedgerUnavailableError(
            "the ledger cannot be used now: too many are using it"
        ) from error
    except DBAPIError as error:
        cause = error.orig
        raise LedgerUnavailableError(f"the ledger cannot be used now: {_kind(cause)}") from cause


def _kind(error: BaseException | None) -> str:
    if isinstance(error, postgresql.Error):
        return type(error).__name__
    return getattr(error, "sqlite_errorname", type(error).__name__)
