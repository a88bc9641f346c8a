"""Receipts: the signed address of a submission's outcome."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from itsdangerous import BadSignature, Signer

SALT = "leadframe.receipt"
KEPT_SIGNERS = 1024


class Receipts:
    """Signs submission ids, so that nobody can ask for the outcome of a guessed one.

    Args:
        keys: the signing keys, the current one last.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = list(keys)
        self._signer = lru_cache(maxsize=KEPT_SIGNERS)(self._make_signer)

    def issue(self, slug: str, submission_id: str) -> str:
        """Return the receipt of a submission to a form."""
        return self._signer(slug).sign(submission_id).decode()

    def read(self, slug: str, receipt: str) -> str | None:
        """Return the submission id of a receipt, or None when it is not ours for that form."""
        try:
            return self._signer(slug).unsign(receipt).decode()
        except (BadSignature, UnicodeError):
            return None

    def _make_signer(self, slug: str) -> Signer:
        return Signer(self._keys, salt=f"{SALT}.{slug}")
