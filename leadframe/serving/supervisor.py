"""Keeps so many workers at work, and replaces them by new ones without a gap."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Callable

from leadframe.serving.worker import Worker

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
# So long after one ended by itself the next is started: one that dies at once must not spin.
PAUSE_SECONDS = 1.0
FAULT = 1


class Supervisor:
    """Starts workers, and others in the place of those that end.

    There is never more than one worker above their number, except for those that ended by
    themselves while another was on its way out.

    Args:
        start: starts a worker; raises OSError if there can be none.
        count: how many are to work.
        began: called once, when the first is ready.
        clock: the time in seconds.
    """

    def __init__(
        self,
        start: Callable[[], Worker],
        *,
        count: int,
        began: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._count = count
        self._began = began
        self._clock = clock
        self._workers: list[Worker] = []
        self._outdated: list[Worker] = []
        self._has_begun = False
        self._not_before = clock()
        self._fault = 0

    def run(self, *, stopped: Callable[[], bool], reloads: Callable[[], bool]) -> int:
        """Work until told to stop and all workers have ended; return the exit code.

        Before one was ever ready, the first that ends by itself ends them all, with its code.

        Args:
            stopped: whether to stop.
            reloads: whether all workers are to be replaced, one after the other.
        """
        while not (stopped() or self._fault):
            if reloads():
                log.info("the workers are being replaced")
                self._outdated = self._serving()
            self._make_round()
            for worker in select.select(self._workers, [], [], LOOK_SECONDS)[0]:
                self._hear(worker)
        for worker in self._workers:
            worker.retire()
        codes = [worker.ended() for worker in self._workers]
        return self._fault or next(filter(None, codes), 0)

    def _serving(self) -> list[Worker]:
        return [worker for worker in self._workers if not worker.is_retired]

    def _make_round(self) -> None:
        """Do what is next towards the wanted number of workers that are not outdated."""
        serving = self._serving()
        missing = self._count - len(serving)
        if missing > 0:
            self._add(missing)
        elif serving != self._workers or not all(worker.is_ready for worker in serving):
            pass  # one after the other, or all would need memory and connections at once
        elif missing < 0:
            self._outdated.pop(0).retire()
        elif self._outdated:
            self._add(1)

    def _add(self, count: int) -> None:
        if self._clock() < self._not_before:
            return
        for _ in range(count):
            try:
                self._workers.append(self._start())
            except OSError as error:
                log.error("no worker can be started", extra={"reason": error.strerror})  # noqa: TRY400 - no bug
                self._go_without(FAULT)
                return

    def _hear(self, worker: Worker) -> None:
        code = worker.hear()
        if code is None:
            log.info("a worker is ready", extra={"worker": worker.pid})
            if not self._has_begun:
                self._has_begun = True
                self._began()
            return
        self._workers.remove(worker)
        if worker in self._outdated:
            self._outdated.remove(worker)
        if worker.is_retired:
            log.info("a worker ended", extra={"worker": worker.pid, "exit_code": code})
            return
        log.error("a worker ended by itself", extra={"worker": worker.pid, "exit_code": code})
        if worker.is_ready:
            self._not_before = self._clock() + PAUSE_SECONDS
        else:
            self._go_without(code)

    def _go_without(self, code: int) -> None:
        """Take note that a worker that was wanted never came to work."""
        self._not_before = self._clock() + PAUSE_SECONDS
        if not self._has_begun:
            self._fault = code or FAULT
        elif self._outdated:
            log.error("the workers that are left are not replaced")
            self._outdated = []
