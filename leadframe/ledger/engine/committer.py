"""Group commit: one thread makes the works of many callers durable together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection

from leadframe.errors import LeadframeError, LedgerUnavailableError
from leadframe.ledger.engine.errors import unavailable

T = TypeVar("T")


class Committer:
    """Runs everything that is queued in one transaction, while the next callers queue up.

    Nobody waits behind more than the batch before his own. The thread starts with the first work.

    Args:
        transaction: begins one, and commits it when its block ends well.
        busy_seconds: the longest wait for the outcome of a work.
    """

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[Connection]], *, busy_seconds: float
    ) -> None:
        self._transaction = transaction
        self._busy_seconds = busy_seconds
        self._queue: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_closed = False

    def run(self, work: Callable[[Connection], T]) -> T:
        """Run a work and return what it returned, once that is durable.

        A work that has not begun in time never will; of one that has, nobody knows yet.

        Raises:
            LedgerUnavailableError: the transaction failed, or took too long, or it is closed.
        """
        task = _Task(work)
        self._enqueue(task)
        try:
            is_done = task.done.acquire(timeout=self._busy_seconds)
        finally:
            task.begun.acquire(blocking=False)
        if not is_done:
            raise unavailable("too many are writing")
        return task.outcome()

    def close(self) -> None:
        """Finish what is queued and stop the thread; further works are refused."""
        with self._lock:
            self._is_closed = True
            self._queue.put(None)
        if self._thread:
            self._thread.join()

    def _enqueue(self, task: _Task[Any]) -> None:
        with self._lock:
            if self._is_closed:
                raise LedgerUnavailableError("the ledger is closed")
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="committer", daemon=True)
                self._thread.start()
            self._queue.put(task)

    def _serve(self) -> None:
        while task := self._queue.get():
            batch = self._commit(task)
            for task in batch:
                task.done.release()

    def _commit(self, first: _Task[Any]) -> Sequence[_Task[Any]]:
        batch: list[_Task[Any]] = []
        try:
            with self._transaction() as connection:
                # Taken only now: others may have come while the transaction waited to begin.
                batch = [first, *self._queued()]
                for task in batch:
                    task.run(connection)
        except BaseException as error:  # noqa: BLE001 - it goes to the callers; the thread goes on
            # Who came while it could not begin has waited long enough already.
            batch = batch or [first, *self._queued()]
            for task in batch:
                task.fail(error)
        return batch

    def _queued(self) -> list[_Task[Any]]:
        tasks = []
        while not self._queue.empty():
            task = self._queue.get()
            if task is None:
                self._queue.put(None)
                break
            tasks.append(task)
        return tasks


class _Task(Generic[T]):
    """One caller's work, and what came of it."""

    # Bare locks: with a Future for each, 32 callers get a tenth less done.
    __slots__ = ("_result", "_trouble", "_work", "begun", "done")

    def __init__(self, work: Callable[[Connection], T]) -> None:
        # Taken by the committer to run the work, or by the caller lest it ever be run.
        self.begun = Lock()
        # Released when the outcome is known.
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
                # The batch shares one error, to which every caller would add his own traceback.
                raise LedgerUnavailableError(*trouble.args) from trouble.__cause__
            if trouble is not None:
                raise trouble
        finally:
            # Its traceback refers to this frame.
            del trouble
        return cast("T", self._result)
