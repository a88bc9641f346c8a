"""Encrypts what visitors wrote where it is stored, with keys that may change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from leadframe.errors import UnreadableSubmissionError


class Seal:
    """Closes values for the database, and opens them again.

    What is closed is a Fernet token, and so a text; what was stored before there was a key is an
    object or a list, and is read as it is. Without keys nothing is encrypted.

    Args:
        keys: Fernet keys, newest first: it closes, and all of them open.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._newest: Any = None
        if keys:
            # Slow to load, and only needed here.
            from cryptography.fernet import Fernet, InvalidToken, MultiFernet  # noqa: PLC0415

            self._newest = Fernet(keys[0])
            self._all = MultiFernet([Fernet(key) for key in keys])
            self._no_key_fits = InvalidToken

    @property
    def encrypts(self) -> bool:
        """Whether there is a key to close with."""
        return self._newest is not None

    def close(self, value: Any) -> Any:
        """Return a value as it is stored; None stays what it is."""
        if self._newest is None or value is None:
            return value
        return self._newest.encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def open(self, stored: Any) -> Any:
        """Return a value that was stored.

        Raises:
            UnreadableSubmissionError: it is encrypted, and not with any of the keys.
        """
        if not isinstance(stored, str):
            return stored
        if self._newest is None:
            raise UnreadableSubmissionError("it is encrypted; LEADFRAME_ENCRYPTION_KEY is not set")
        try:
            return json.loads(self._all.decrypt(stored))
        except self._no_key_fits:
            raise UnreadableSubmissionError(
                "it is encrypted with a key that LEADFRAME_ENCRYPTION_KEY does not have"
            ) from None

    def is_closed_by_newest(self, stored: Any) -> bool:
        """Say whether a value that was stored needs no other key, and no closing anew."""
        if not isinstance(stored, str):
            return stored is None
        try:
            self._newest.decrypt(stored)
        except self._no_key_fits:
            return False
        return True
