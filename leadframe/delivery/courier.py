"""Takes due submissions from the ledger to the lead API."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pydantic import SecretStr

from leadframe.channels import Catalog
from leadframe.delivery.client import LeadAPI
from leadframe.delivery.crew import Crew
from leadframe.delivery.news import News
from leadframe.delivery.reconciler import Reconciler
from leadframe.errors import LedgerUnavailableError, UnknownFormError
from leadframe.ledger import Claim, Ledger, Outcome, State, Verdict

log = logging.getLogger(__name__)

REST_SECONDS = 1.0
SIGN_IN_SECONDS = 15.0
# Between two batches others may write; a purge that comes an hour late harms nobody.
BATCH_REST_SECONDS = 0.2
PURGE_SECONDS = 3600.0


class Courier:
    """Threads that deliver what is due, and one each to look out, to reconcile and to purge.

    The deliverers sleep until they are woken: by `wake`, by the lookout, or by another of them
    who found something and supposes that there is more. The reconciler is on its own, so that
    nobody waits for its lookups.

    Args:
        ledger: where submissions wait.
        api: where they go.
        catalog: says which channel a form's leads go to.
        threads: how many are delivered at once.
        api_key: the key of the forms that have none of their own.
        news: where to tell of every outcome.
        rest_seconds: how often the lookout and the reconciler look at least, and how long a
            thread leaves the ledger alone after it failed.
    """

    def __init__(  # noqa: PLR0913 - the outside world comes in one by one
        self,
        ledger: Ledger,
        api: LeadAPI,
        catalog: Catalog,
        *,
        threads: int,
        api_key: SecretStr | None = None,
        news: News | None = None,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._ledger = ledger
        self._api = api
        self._catalog = catalog
        self._threads = threads
        self._news = news or News()
        self._rest_seconds = rest_seconds
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._bell = threading.Condition()
        self._rings = 0
        self._in_hand = 0
        self._has_signed_in = False
        self._crew = Crew(rest_seconds=rest_seconds)
        self._stopping = self._crew.stopping
        self._reconciler = Reconciler(
            ledger,
            api,
            catalog,
            api_key=api_key,
            news=self._news,
            owner=self._owner,
            is_stopping=self._stopping.is_set,
        )
        for number in range(1, threads + 1):
            self._crew.hire(f"courier-{number}", self._deliver)
        self._crew.hire("courier-lookout", self._look_out)
        self._crew.hire("reconciler", self._reconcile)
        self._crew.hire("courier-roll-call", self._sign_in)
        self._crew.hire("retention", self._purge)

    def start(self) -> None:
        """Begin to deliver; a courier starts once."""
        self._crew.start()

    def wake(self) -> None:
        """Say that something may be due."""
        with self._bell:
            # A ring for each deliverer is enough: who finds something rings again.
            self._rings = min(self._rings + 1, self._threads)
            self._bell.notify()

    @property
    def busy(self) -> bool:
        """Whether no deliverer is free to take a submission at once."""
        return self._in_hand == self._threads

    def stop(self, timeout_seconds: float) -> bool:
        """Claim nothing more and finish what is in flight; return whether all of it was.

        Args:
            timeout_seconds: how long to wait for that. What is not finished then stays leased
                in the ledger, whose sweep takes it for ambiguous.
        """
        self._stopping.set()
        with self._bell:
            self._bell.notify_all()
        all_done = self._crew.join(timeout_seconds)
        if self._has_signed_in:
            with suppress(LedgerUnavailableError):
                self._ledger.sign_out(self._owner)
        return all_done

    def _look_out(self) -> None:
        """Ring if anything is due, and wait until something may be."""
        wait_seconds = self._ledger.seconds_until_due()
        if wait_seconds == 0:
            self.wake()
        self._stopping.wait(min(wait_seconds or self._rest_seconds, self._rest_seconds))

    def _sign_in(self) -> None:
        self._has_signed_in = True
        self._ledger.sign_in(self._owner)
        self._stopping.wait(SIGN_IN_SECONDS)

    def _purge(self) -> None:
        """Remove some of the personal data that was kept for long enough, and wait for more."""
        purged = self._ledger.purge_expired()
        if purged:
            log.info("Personal data removed", extra={"submissions": purged})
        self._stopping.wait(BATCH_REST_SECONDS if purged else PURGE_SECONDS)

    def _reconcile(self) -> None:
        self._reconciler.step()
        self._stopping.wait(self._rest_seconds)

    def _deliver(self) -> None:
        """Deliver one submission, or rest if none is due."""
        claim = self._ledger.claim(self._owner)
        if claim is None:
            self._rest()
            return
        self.wake()
        with self._having_in_hand():
            outcome = self._send(claim)
            state = self._settle(claim, outcome)
        self._news.publish(claim.id)
        _report(claim, outcome, state)

    @contextmanager
    def _having_in_hand(self) -> Iterator[None]:
        with self._bell:
            self._in_hand += 1
        try:
            yield
        finally:
            with self._bell:
                self._in_hand -= 1

    def _rest(self) -> None:
        with self._bell:
            self._bell.wait_for(lambda: self._rings or self._stopping.is_set())
            self._rings = max(0, self._rings - 1)

    def _send(self, claim: Claim) -> Outcome:
        try:
            form = self._catalog.get(claim.slug)
        except UnknownFormError:
            # The file may come back; the ledger's patience decides how long to wait for it.
            return Outcome(verdict=Verdict.NOT_SENT, error="no such form")
        return self._api.send(
            claim.payload,
            channel_id=form.channel_id.get_secret_value(),
            claimed_at_boot=claim.claimed_at_boot,
        )

    def _settle(self, claim: Claim, outcome: Outcome) -> State:
        """Write the outcome down; a proof of delivery is worth waiting for the ledger."""
        while True:
            try:
                return self._ledger.settle(claim, outcome)
            except LedgerUnavailableError:
                _report(claim, outcome, None)
                if self._stopping.wait(self._rest_seconds):
                    raise


def _report(claim: Claim, outcome: Outcome, state: State | None) -> None:
    """Log what came of an attempt; no state means that the ledger does not know it yet."""
    log.log(
        logging.INFO if state else logging.ERROR,
        "Attempt settled" if state else "Attempt could not be settled",
        extra={
            "form": claim.slug,
            "submission": claim.id,
            "try": claim.tries,
            "outcome": outcome.verdict.value,
            "http_status": outcome.http_status,
            "upstream_id": outcome.upstream_id,
            "reason": outcome.error,
            "state": state,
        },
    )
