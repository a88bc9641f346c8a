"""Group commit: one thread makes the works of many callers durable together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine.batch import Share, SharedWork, Task, Told, commit_together
from leadframe.ledger.engine.errors import unavailable

A = TypeVar("A")
T = TypeVar("T")


class Committer:
    """Runs everything that is queued in one transaction, while the next callers queue up.

    Nobody waits behind more than the batch before his own. The thread starts with the first work.

    Args:
        transaction: begins one, and commits it when its block ends well; or lends a connection
            whose statements commit themselves.
        busy_seconds: the longest wait for the outcome of a work.
    """

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[Connection]], *, busy_seconds: float
    ) -> None:
        self._transaction = transaction
        self._busy_seconds = busy_seconds
        self._queue: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run a work and return what it returned, once that is durable.

        A work that has not begun in time never will; of one that has, nobody knows yet.

        Raises:
            LedgerUnavailableError: the transaction failed, or took too long, or it is closed.
        """
        task = Task(work)
        self._enqueue(task)
        try:
            is_done = task.done.acquire(timeout=self._busy_seconds)
        finally:
            task.begun.acquire(blocking=False)
        if not is_done:
            raise unavailable("too many are writing")
        return task.outcome()

    def begin(self, work: Callable[[Connection], T], told: Told[T]) -> None:
        """Begin a work and return at once; `told` is called in another thread once it is durable.

        Args:
            work: what to run.
            told: is given what returns the work's result, or raises LedgerUnavailableError; it
                must not wait for anything, for others wait to be told.

        Raises:
            LedgerUnavailableError: it is closed.
        """
        self._enqueue(Task(work, told))

    def close(self) -> None:
        """Finish what is queued and stop the thread; further works are refused."""
        with self._lock:
            self._is_closed = True
            self._queue.put(None)
        if self._thread:
            self._thread.join()

    def _enqueue(self, task: Task[Any]) -> None:
        with self._lock:
            if self._is_closed:
                raise LedgerUnavailableError("the ledger is closed")
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="committer", daemon=True)
                self._thread.start()
            self._queue.put(task)

    def _serve(self) -> None:
        while first := self._queue.get():
            for task in commit_together(self._transaction, partial(self._take, first)):
                task.finish()

    def _take(self, first: Task[Any]) -> Sequence[Task[Any]]:
        tasks = [first]
        while not self._queue.empty():
            task = self._queue.get()
            if task is None:
                self._queue.put(None)
                break
            tasks.append(task)
        return tasks


class Gathering(Generic[A, T]):
    """A work that is done for many callers at once: each asks with something of his own.

    Args:
        committer: makes it durable.
        work: is given what each of them asks with, and gives what each of them is told.
    """

    def __init__(self, committer: Committer, work: SharedWork[A, T]) -> None:
        self._committer = committer
        self._work = work

    def __call__(self, asked: A) -> T:
        """Have it done for one caller, as `Committer.run` does a work."""
        return self._committer.run(Share(self._work, asked))

    def begin(self, asked: A, told: Told[T]) -> None:
        """Have it done for one caller, as `Committer.begin` does a work."""
        self._committer.begin(Share(self._work, asked), told)
