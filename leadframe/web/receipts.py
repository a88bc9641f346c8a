"""Receipts: the signed address of a submission's outcome."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from itsdangerous import BadSignature, Signer
from itsdangerous.signer import SigningAlgorithm

SALT = "leadframe.receipt"
KEPT_SIGNERS = 256
# As many as itsdangerous takes by itself.
SIGNATURE_BYTES = 20


class Keyed(SigningAlgorithm):
    """Signs by BLAKE2b, which takes a key itself (RFC 7693) and a tenth of the time of HMAC."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the signature of a value."""
        return blake2b(value, key=key, digest_size=SIGNATURE_BYTES).digest()


class Receipts:
    """Signs submission ids, so that nobody can ask for the outcome of a guessed one.

    Args:
        keys: the signing keys, the current one last.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = list(keys)
        self._signer = lru_cache(maxsize=KEPT_SIGNERS)(self._signer_for)

    def issue(self, slug: str, submission_id: str) -> str:
        """Return the receipt of a submission to a form."""
        return self._signer(slug).sign(submission_id).decode()

    def read(self, slug: str, receipt: str) -> str | None:
        """Return the submission id of a receipt, or None when it is not ours for that form."""
        try:
            return self._signer(slug).unsign(receipt).decode()
        except (BadSignature, UnicodeError):
            return None

    def _signer_for(self, slug: str) -> Signer:
        salt = f"{SALT}.{slug}".encode()
        keys = [hmac.digest(key.encode(), salt, "sha256") for key in self._keys]
        return Signer(keys, key_derivation="none", algorithm=Keyed())
