"""Group commit: a thread or two make the works of many callers durable together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from math import ceil
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger.engine.batch import Share, SharedWork, Task, Told, commit_together
from leadframe.ledger.engine.errors import unavailable

A = TypeVar("A")
T = TypeVar("T")


class Committer:
    """Runs what is queued in one transaction, while the next callers queue up.

    Each of its threads takes an equal share of all who are unfinished: while the database is at
    one batch, another can be made ready. Nobody waits for more than the batches that were under
    way when he came. The threads start with the first work.

    Args:
        transaction: begins one, and commits it when its block ends well; or lends a connection
            whose statements commit themselves.
        busy_seconds: the longest wait for the outcome of a work.
        threads: how many transactions may be under way at once.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        *,
        busy_seconds: float,
        threads: int = 1,
    ) -> None:
        self._transaction = transaction
        self._busy_seconds = busy_seconds
        self._queue: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._lock = Lock()
        self._threads = [
            Thread(target=self._serve, name="committer", daemon=True) for _ in range(threads)
        ]
        self._unfinished = 0
        self._is_started = False
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
        """Finish what is queued and stop the threads; further works are refused."""
        with self._lock:
            self._is_closed = True
            self._queue.put(None)
        if self._is_started:
            for thread in self._threads:
                thread.join()

    def _enqueue(self, task: Task[Any]) -> None:
        with self._lock:
            if self._is_closed:
                raise LedgerUnavailableError("the ledger is closed")
            if not self._is_started:
                self._is_started = True
                for thread in self._threads:
                    thread.start()
            self._unfinished += 1
            self._queue.put(task)

    def _serve(self) -> None:
        while first := self._queue.get():
            tasks = commit_together(
                self._transaction,
                take=partial(self._take, first, ways=len(self._threads)),
                take_all=partial(self._take, first, ways=1),
            )
            with self._lock:
                self._unfinished -= len(tasks)
            for task in tasks:
                task.finish()
        # The next thread is to end, too.
        self._queue.put(None)

    def _take(self, first: Task[Any], *, ways: int) -> Sequence[Task[Any]]:
        tasks = [first]
        share = ceil(self._unfinished / ways)
        with suppress(Empty):
            while len(tasks) < share:
                task = self._queue.get_nowait()
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
