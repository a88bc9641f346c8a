"""A form that came without a fault, whose sender waits for the disk without a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from forms.form import LeadForm
from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import BUSY_SECONDS, Accepted, Submission
from leadframe.serving import Reply
from leadframe.web.intake import MET, Met, prepare, send_on
from leadframe.web.parts import Parts
from leadframe.web.senders import Sender
from leadframe.web.short_way import Sent, ShortWay, log_taken

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class _Asked(NamedTuple):
    """A form that is sent, and the way to reply once it is stored."""

    sent: Sent
    environ: WSGIEnvironment
    reply: Reply
    began_at: float


class WithoutThread:
    """Begins to store what comes on the short way, if nothing else is to be waited for.

    It is an `AtOnce`: it leaves everything else to the application.

    Args:
        short_way: reads what is sent, and knows how to lead on.
        parts: what to work with; asked each time.
        believing: sets before an application what it is to believe of proxies.
    """

    # The ledger itself says before that it is too slow, unless its disk hangs.
    patience_seconds = 2 * BUSY_SECONDS

    def __init__(
        self,
        short_way: ShortWay,
        *,
        parts: Callable[[], Parts],
        believing: Callable[[WSGIApplication], WSGIApplication],
    ) -> None:
        self._short_way = short_way
        self._parts = parts
        self._believing = believing
        self._being_stored: set[Reply] = set()

    def begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        """Begin to store what is sent without a fault, and reply once it is durable."""
        begun: list[bool] = []

        def begin(environ: WSGIEnvironment, _start_response: StartResponse) -> Iterable[bytes]:
            begun.append(self._begin(environ, reply))
            return []

        # What it believes of proxies stays in the environment, where it is believed once more.
        self._believing(begin)(environ, _unheard)
        return begun[0]

    def give_up(self, environ: WSGIEnvironment) -> None:
        """Take note that the ledger did not say in time whether it has stored what was sent."""
        environ[MET] = Met(LedgerUnavailableError("the ledger is too slow"))

    def _begin(self, environ: WSGIEnvironment, reply: Reply) -> bool:
        began_at = time.perf_counter()
        sent = self._short_way.find(environ, waits=False) if self._waits_for_nothing() else None
        # The first of its kind has something made or loaded, which others need not wait for.
        if not sent or not self._short_way.knows(sent):
            return False
        store = partial(self._begin_to_store, _Asked(sent, environ, reply, began_at))
        return bool(self._short_way.take(sent, environ, store))

    def _waits_for_nothing(self) -> bool:
        """Whether nothing has to be waited for but the ledger: no counts, and no outcome."""
        parts = self._parts()
        nobody_waits = not parts.patience.seconds or not parts.couriers or parts.couriers.busy
        return nobody_waits and parts.limits.are_at_hand

    def _begin_to_store(self, asked: _Asked, form: LeadForm, sender: Sender) -> bool:
        parts = self._parts()
        new = prepare(form, sender, parts, beside=len(self._being_stored))
        if not new:
            return False
        receipt = parts.receipts.issue(new.slug, new.id)
        headers = self._short_way.lead_on(asked.sent, receipt)

        def told(accepted: Accepted) -> None:
            is_stored = self._is_stored(accepted, asked, new, sender)
            asked.reply((HTTPStatus.SEE_OTHER, headers, b"") if is_stored else None)

        self._being_stored.add(asked.reply)
        try:
            parts.ledger.begin_to_accept(new, told)
        except LedgerUnavailableError:
            self._being_stored.discard(asked.reply)
            raise
        return True

    def _is_stored(
        self, accepted: Accepted, asked: _Asked, new: Submission, sender: Sender
    ) -> bool:
        """Send a lead on that is stored, or say in the environment why it is not."""
        try:
            stored = accepted()
            send_on(asked.sent.definition, new, stored, sender, self._parts())
        except Exception as error:  # noqa: BLE001 - Flask meets it as well, and has a page for it
            asked.environ[MET] = Met(error if isinstance(error, LedgerUnavailableError) else None)
            return False
        finally:
            self._being_stored.discard(asked.reply)
        log_taken(asked.sent, asked.began_at)
        return True


def _unheard(*_said: object) -> Callable[[bytes], object]:
    """Take the start of an answer that nobody gets, and what would be written of it."""
    return _unheard
