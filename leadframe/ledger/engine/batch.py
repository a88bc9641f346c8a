"""The works of several callers in one transaction, and what each caller is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection

from leadframe.errors import LeadframeError, LedgerUnavailableError
from leadframe.ledger.engine.errors import unavailable

T = TypeVar("T")


class Task(Generic[T]):
    """One caller's work, and what came of it.

    Args:
        work: what to run; if it refuses, it must do so before it writes anything.

    Attributes:
        begun: taken by whoever decides first: the batch that the work is run, or its caller that
            it never will be.
        done: released when the outcome is known.
    """

    # Bare locks: with a Future for each, 32 callers get a tenth less done.
    __slots__ = ("_result", "_trouble", "_work", "begun", "done")

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self.begun = Lock()
        self.done = Lock()
        self.done.acquire()
        self._work = work
        self._result: T | None = None
        self._trouble: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Run the work, unless its caller has left; its refusal is its caller's alone."""
        if not self.begun.acquire(blocking=False):
            return
        try:
            self._result = self._work(connection)
        except LeadframeError as refusal:
            self._trouble = refusal
        except BaseException as fault:
            self._trouble = fault
            raise

    def fail(self, error: BaseException) -> None:
        """Take note that the transaction failed, by whosever fault."""
        if isinstance(error, LedgerUnavailableError):
            self._trouble = error
        elif self._trouble is not error:
            # Another's fault may tell of another's values.
            self._trouble = unavailable("a write failed")

    def outcome(self) -> T:
        """Return the work's result in its caller's thread, or raise what stood in its way."""
        trouble, self._trouble = self._trouble, None
        try:
            if isinstance(trouble, LedgerUnavailableError):
                # All share this error, and each caller adds where it was raised again.
                own = LedgerUnavailableError(*trouble.args)
                raise own.with_traceback(trouble.__traceback__) from trouble.__cause__
            if trouble is not None:
                raise trouble
        finally:
            # Its traceback refers to this frame.
            del trouble
        return cast("T", self._result)


def commit_together(
    transaction: Callable[[], AbstractContextManager[Connection]],
    take: Callable[[], Sequence[Task[Any]]],
) -> Sequence[Task[Any]]:
    """Run tasks in one transaction; return them when they have their outcomes.

    Args:
        transaction: begins one, and commits it when its block ends well.
        take: gives the tasks, and is asked only when the transaction has begun or cannot begin:
            some may have come meanwhile, and they have waited long enough.
    """
    tasks: Sequence[Task[Any]] = []
    try:
        with transaction() as connection:
            tasks = take()
            for task in tasks:
                task.run(connection)
    except BaseException as error:  # noqa: BLE001 - the callers raise it
        tasks = tasks or take()
        for task in tasks:
            task.fail(error)
    return tasks
