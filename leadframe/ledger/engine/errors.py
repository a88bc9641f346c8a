"""The border for the databases' errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from leadframe.errors import LedgerUnavailableError


@contextmanager
def translated(
    driver_error: type[Exception],
    kind_of: Callable[[BaseException | None], str],
    *,
    may_quote: bool,
) -> Iterator[None]:
    """Turn a failure of the database into ours, telling its kind but no SQL and no values.

    Args:
        driver_error: the root of the errors of the database's driver.
        kind_of: names the kind of such an error.
        may_quote: whether the driver's own words may hold values; then they are dropped.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise unavailable("too many are using it") from error
    except (DBAPIError, driver_error) as error:
        # Where it happened is told along; of what, only what quotes nobody.
        where = error.__traceback__
        cause = error.orig if isinstance(error, DBAPIError) else error
        told = None if may_quote else cause
        raise unavailable(kind_of(cause)).with_traceback(where) from told


def unavailable(reason: str) -> LedgerUnavailableError:
    """Return the error for a ledger that may work again later."""
    return LedgerUnavailableError(f"the ledger cannot be used now: {reason}")
