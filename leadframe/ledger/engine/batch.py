"""The works of several callers in one transaction, and what each caller is told."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection

from leadframe.errors import LeadframeError, LedgerUnavailableError
from leadframe.ledger.engine.errors import unavailable

A = TypeVar("A")
T = TypeVar("T")

log = logging.getLogger(__name__)

# It is given what returns an outcome or raises what stood in its way.
Told = Callable[[Callable[[], T]], None]
# It is given what each caller asks with, and gives what each is told.
SharedWork = Callable[[Connection, Sequence[A]], Sequence[T]]


class Share(Generic[A, T]):
    """One caller's share in a work that is done for many at once.

    Args:
        work: what is done.
        asked: what this caller asks with.
    """

    __slots__ = ("asked", "work")

    def __init__(self, work: SharedWork[A, T], asked: A) -> None:
        self.work = work
        self.asked = asked

    def __call__(self, connection: Connection) -> T:
        """Do it for this one alone."""
        (result,) = self.work(connection, [self.asked])
        return result


class Task(Generic[T]):
    """One caller's work, and what came of it.

    Args:
        work: what to run; if it refuses, it must do so before it writes anything.
        told: is called with what gives the outcome, once that is known; it must not wait.

    Attributes:
        begun: taken by whoever decides first: the batch that the work is run, or its caller that
            it never will be.
        done: released when the outcome is known.
    """

    # Bare locks: with a Future for each, 32 callers get a tenth less done.
    __slots__ = ("_result", "_told", "_trouble", "begun", "done", "work")

    def __init__(self, work: Callable[[Connection], T], told: Told[T] | None = None) -> None:
        self.begun = Lock()
        self.done = Lock()
        self.done.acquire()
        self.work = work
        self._told = told
        self._result: T | None = None
        self._trouble: BaseException | None = None

    def begin(self) -> bool:
        """Say whether the work is to be run: its caller may have left."""
        return self.begun.acquire(blocking=False)

    def run(self, connection: Connection) -> None:
        """Run the work; its refusal is its caller's alone."""
        try:
            self._result = self.work(connection)
        except LeadframeError as refusal:
            self._trouble = refusal
        except BaseException as fault:
            self._trouble = fault
            raise

    def succeed(self, result: T) -> None:
        """Take note of what its caller will be told."""
        self._result = result

    def blame(self, trouble: BaseException) -> None:
        """Take note of what its caller, and nobody else, is to be told of."""
        self._trouble = trouble

    def fail(self, error: BaseException) -> None:
        """Take note that the transaction failed, by whosever fault."""
        if isinstance(error, LedgerUnavailableError):
            self._trouble = error
        elif self._trouble is not error:
            # Another's fault may tell of another's values.
            self._trouble = unavailable("a write failed")

    def finish(self) -> None:
        """Let its caller know that there is an outcome; what he makes of it is his own affair."""
        self.done.release()
        if self._told:
            try:
                self._told(self.outcome)
            except Exception as error:  # noqa: BLE001 - others wait to be told
                log.warning("fault after a write", extra={"error": type(error).__name__})

    def outcome(self) -> T:
        """Return the work's result, or raise what stood in its way; once, to its caller."""
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


def run_all(connection: Connection, tasks: Sequence[Task[Any]]) -> None:
    """Run the works of all whose callers have not left; one that many share in is run once."""
    shared: dict[SharedWork[Any, Any], list[tuple[Task[Any], Any]]] = defaultdict(list)
    for task in tasks:
        if not task.begin():
            continue
        if isinstance(task.work, Share):
            shared[task.work.work].append((task, task.work.asked))
        else:
            task.run(connection)
    for work, waiting in shared.items():
        _run_shared(connection, work, waiting)


def _run_shared(
    connection: Connection, work: SharedWork[A, T], waiting: Sequence[tuple[Task[T], A]]
) -> None:
    try:
        results = work(connection, [asked for _, asked in waiting])
    except BaseException as fault:
        # One of them must be told what it was; it may be no fault of theirs.
        waiting[0][0].blame(fault)
        raise
    for (task, _), result in zip(waiting, results, strict=True):
        task.succeed(result)


def commit_together(
    transaction: Callable[[], AbstractContextManager[Connection]],
    *,
    take: Callable[[], Sequence[Task[Any]]],
    take_all: Callable[[], Sequence[Task[Any]]],
) -> Sequence[Task[Any]]:
    """Run tasks in one transaction; return them when they have their outcomes.

    Args:
        transaction: begins one, and commits it when its block ends well.
        take: gives the tasks, and is asked only when the transaction has begun: some may have
            come meanwhile.
        take_all: gives all that wait, and is asked if it cannot begin: they have waited long
            enough.
    """
    tasks: Sequence[Task[Any]] = []
    try:
        with transaction() as connection:
            tasks = take()
            run_all(connection, tasks)
    except BaseException as error:  # noqa: BLE001 - the callers raise it
        tasks = tasks or take_all()
        for task in tasks:
            task.fail(error)
    return tasks
