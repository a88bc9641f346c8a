"""What a visitor agreed to: the very words, and how they are told to the lead API."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# Of a longer text the beginning is told; its digest stands for the whole, which the ledger keeps.
LONGEST_TOLD = 500
NOTES = "notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One box as it stood when its form was sent.

    Attributes:
        field: the box's name in the page.
        is_given: whether it was ticked.
        text: what stands beside it, as the channel file writes it.
        told: the same as the lead API is told it: the words, with the addresses of their links.
        language: the language they were shown in.
        version: the form's, a digest of its channel file.
        send_in: where the lead API is told of it: "notes", a property definition id, or "" for
            nowhere.
    """

    field: str
    is_given: bool
    text: str
    told: str
    language: str
    version: str
    send_in: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 digest of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """Return what is kept of it; when it was given is kept with its submission."""
        return {
            "field": self.field,
            "given": self.is_given,
            "text": self.text,
            "language": self.language,
            "sha256": self.sha256,
            "version": self.version,
        }

    def statement(self, *, at: float) -> str:
        """Say in one line what was agreed to, and when in Unix seconds."""
        words = " ".join(self.told.split())
        if len(words) > LONGEST_TOLD:
            words = words[: LONGEST_TOLD - 1] + "…"
        moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        return f'Agreed to "{words}" (version {self.version}, sha256 {self.sha256}, {moment})'


def with_statements(
    request: Mapping[str, Any], consents: Iterable[Consent], *, at: float
) -> Mapping[str, Any]:
    """Return a request of `lead_external` that tells what was agreed to, where it is to be told.

    Args:
        request: what `Lead.as_request` gave; it is left as it is.
        consents: the boxes of the form, ticked or not.
        at: when the form was accepted, in Unix seconds.
    """
    for consent in consents:
        if consent.is_given and consent.send_in:
            request = _with(request, consent.send_in, consent.statement(at=at))
    return request


def _with(request: Mapping[str, Any], place: str, statement: str) -> Mapping[str, Any]:
    if place == NOTES:
        return {**request, NOTES: f"{request.get(NOTES, '')}\n\n{statement}".lstrip()}
    told = {"property_definitions_id": place, "value": statement}
    return {**request, "properties": [*request.get("properties", ()), told]}
