"""A process of its own, for what only processes can do: start together, and die.

    python -m tests.ledger.child URL (accept | claim | settle) [before | after]

With "before" it dies in the moment before the operation commits, with "after" right after it.
"""

from __future__ import annotations

import os
import sys

from sqlalchemy import Connection, Engine, event

from leadframe.ledger import Ledger
from tests.ledger.world import DELIVERED, NUMBERS, claim, submission

CRASHED = 9


def die(_connection: Connection) -> None:
    os._exit(CRASHED)


def main(url: str, operation: str, crash: str = "never") -> None:
    ledger = Ledger.open(url, numbers=NUMBERS, now=lambda: 1_000_000.0)
    current = claim(ledger) if operation == "settle" else None
    if crash == "before":
        event.listen(Engine, "commit", die)
    if current is not None:
        ledger.settle(current, DELIVERED)
    elif operation == "claim":
        claim(ledger)
    else:
        ledger.accept(submission())
    if crash == "after":
        os._exit(CRASHED)
    ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
