"""Every way in which the ledger is used, for tests of what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from leadframe.ledger import Claim, Ledger
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import DELIVERED, NUMBERS, Clock, claim, submission

Use = Callable[[Ledger], object]

CLAIM = Claim(id="A" * 16, slug="acme", payload={}, fence=1, tries=1, claimed_at_boot=0.0)

WRITES: Mapping[str, Use] = {
    "accept": lambda ledger: ledger.accept(submission("C")),
    "claim": lambda ledger: ledger.claim("courier-1"),
    "settle": lambda ledger: ledger.settle(CLAIM, DELIVERED),
    "sweep": lambda ledger: ledger.sweep(),
    "retry": lambda ledger: ledger.retry("B" * 16, actor="kim", reason="asked"),
    "recover": lambda ledger: ledger.recover(actor="kim", reason="restored"),
}
READS: Mapping[str, Use] = {
    "seconds_until_due": lambda ledger: ledger.seconds_until_due(),
    "find": lambda ledger: ledger.find("A" * 16),
    "list": lambda ledger: ledger.list(),
    "story": lambda ledger: ledger.story("A" * 16),
    "pause_reasons": lambda ledger: ledger.pause_reasons(),
    "doubtful_forms": lambda ledger: ledger.doubtful_forms(),
}


def by_name(uses: Mapping[str, Use]) -> pytest.MarkDecorator:
    """Run a test once for each of some uses."""
    return pytest.mark.parametrize("use", uses.values(), ids=uses.keys())


def open_and_fill(open_ledger: OpenLedger, clock: Clock) -> Ledger:
    """Open a ledger with a lead whose lease has run out, and one that is queued."""
    ledger = open_ledger()
    ledger.accept(submission("A"))
    claim(ledger)
    ledger.accept(submission("B"))
    clock.advance(NUMBERS.lease_seconds)
    return ledger
