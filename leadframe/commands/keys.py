"""What `serve` and `courier` tell an operator of the encryption key before they begin."""

from __future__ import annotations

import logging

from leadframe.errors import UnreadableSubmissionError
from leadframe.ledger import Ledger

log = logging.getLogger(__name__)


def tell_of_a_wrong_key(ledger: Ledger) -> None:
    """Say in the log if no key opens what is stored; the start goes on (decision 14)."""
    try:
        ledger.check_keys()
    except UnreadableSubmissionError as error:
        log.error(  # noqa: TRY400 - no bug
            "Stored leads cannot be read and wait: mend LEADFRAME_ENCRYPTION_KEY and start again;"
            " new leads are accepted",
            extra={"reason": str(error)},
        )
