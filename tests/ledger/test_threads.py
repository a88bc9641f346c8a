"""Web and courier threads at once, in one process and on several hosts with one database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from leadframe.ledger import Claim, Ledger, State, Submission
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import DELIVERED, NOT_SENT, NUMBERS, PAYLOAD

LEADS = 60
HOSTS = 3
WIDE_OPEN = replace(NUMBERS, channel_in_flight=99)


def together(*works: Callable[[], None]) -> None:
    """Run all at once, each in a thread of its own, and raise what any of them raised."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as threads:
        for future in [threads.submit(run, work) for work in works]:
            future.result()


def numbered(number: int) -> Submission:
    return Submission(id=f"LEAD{number:012d}", slug=f"form-{number % 5}", payload=PAYLOAD)


def accept_all(ledger: Ledger) -> None:
    for number in range(LEADS):
        ledger.accept(numbered(number))


def test_every_lead_is_stored_once_and_claimed_once(open_ledger: OpenLedger) -> None:
    ledgers = [open_ledger(numbers=WIDE_OPEN, busy_seconds=60) for _ in range(2)]
    claims: list[Claim] = []
    all_accepted = threading.Event()

    def visit(ledger: Ledger) -> None:
        accept_all(ledger)
        all_accepted.set()

    def deliver(ledger: Ledger) -> None:
        while True:
            nothing_will_come = all_accepted.is_set()
            claimed = ledger.claim("courier")
            if claimed is None and nothing_will_come:
                return
            if claimed is not None:
                claims.append(claimed)
                ledger.settle(claimed, DELIVERED)

    together(
        *(lambda ledger=ledger: visit(ledger) for ledger in ledgers for _ in range(2)),
        *(lambda ledger=ledger: deliver(ledger) for ledger in ledgers for _ in range(2)),
    )

    assert Counter(claimed.id for claimed in claims) == Counter(
        numbered(number).id for number in range(LEADS)
    )
    assert len(ledgers[0].list(State.DELIVERED, limit=1000)) == LEADS


def test_couriers_never_exceed_what_a_form_allows(open_ledger: OpenLedger) -> None:
    ledgers = [open_ledger(busy_seconds=60) for _ in range(2)]
    accept_all(ledgers[0])
    claims: list[Claim] = []

    def take_all(ledger: Ledger) -> None:
        while claimed := ledger.claim("courier"):
            claims.append(claimed)

    together(*(lambda ledger=ledger: take_all(ledger) for ledger in ledgers for _ in range(3)))

    assert set(Counter(claimed.slug for claimed in claims).values()) == {NUMBERS.channel_in_flight}
    assert len({claimed.id for claimed in claims}) == len(claims)


def test_hosts_that_deliver_together_send_each_lead_once_and_few_at_a_time(
    open_ledger: OpenLedger,
) -> None:
    hosts = [open_ledger(busy_seconds=60) for _ in range(HOSTS)]
    accept_all(hosts[0])
    claimed_ids: Counter[str] = Counter()
    under_way: Counter[str] = Counter()
    most_under_way: Counter[str] = Counter()
    one_counts = threading.Lock()

    def deliver(ledger: Ledger) -> None:
        nonlocal most_under_way
        while claimed_ids.total() < LEADS:
            claimed = ledger.claim("courier")
            if claimed is None:
                continue  # all that is left is under way, or being claimed
            with one_counts:
                claimed_ids[claimed.id] += 1
                under_way[claimed.slug] += 1
                most_under_way |= under_way
            with one_counts:
                under_way[claimed.slug] -= 1
            ledger.settle(claimed, DELIVERED)

    together(*(lambda host=host: deliver(host) for host in hosts for _ in range(3)))

    assert set(claimed_ids.values()) == {1}
    assert max(most_under_way.values()) <= NUMBERS.channel_in_flight
    assert len(hosts[0].list(State.DELIVERED, limit=1000)) == LEADS


def test_one_of_many_who_settle_the_same_claim_is_believed(ledger: Ledger) -> None:
    ledger.accept(numbered(1))
    claimed = ledger.claim("courier")
    assert claimed is not None

    def settle() -> None:
        ledger.settle(claimed, NOT_SENT)

    together(settle, settle, settle, settle)

    moves = [event.to_state for event in ledger.story(claimed.id).events]
    assert moves == [State.QUEUED, State.SENDING, State.QUEUED]
