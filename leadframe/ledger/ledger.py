"""The ledger, as the other rooms see it: nothing lost, nothing sent twice."""

from __future__ import annotations

from leadframe.ledger.for_couriers import ForCouriers
from leadframe.ledger.for_operators import ForOperators
from leadframe.ledger.for_reconcilers import ForReconcilers


class Ledger(ForCouriers, ForReconcilers, ForOperators):
    """All submissions and what became of them; safe to share between threads and processes.

    Every method raises LedgerUnavailableError when the database fails: down, full, locked,
    read-only, damaged. Nothing was changed then, and the next call may succeed.
    """
