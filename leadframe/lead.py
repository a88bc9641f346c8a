"""A lead: cleaned values on their way to the lead API."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

# Letters and digits that cannot be mistaken for one another on paper or over the phone.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
ID_LENGTH = 16
ID_BYTES = 10
# From the letters that stand for the same in RFC 4648, 6.
TO_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
REFERENCE_PREFIX = "lf-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The values of `lead_external` (its API page), all as text; an empty text means absent.

    `properties` holds (property definition id, value) pairs in the order of the form.
    """

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    company_name: str = ""
    source: str = ""
    employee: str = ""
    notes: str = ""
    business_id: str = ""
    properties: tuple[tuple[str, str], ...] = ()

    def as_request(self) -> dict[str, Any]:
        """Return the lead as `lead_external` takes it: empty values left out."""
        request: dict[str, Any] = {
            name: value for name in LEAD_FIELDS if (value := getattr(self, name))
        }
        properties = [
            {"property_definitions_id": definition, "value": value}
            for definition, value in self.properties
            if value
        ]
        if properties:
            request["properties"] = properties
        return request

    @classmethod
    def from_request(cls, request: Mapping[str, Any]) -> Self:
        """Read back what `as_request` wrote."""
        values = {name: request[name] for name in LEAD_FIELDS if name in request}
        properties = tuple(
            (item["property_definitions_id"], item["value"])
            for item in request.get("properties", ())
        )
        return cls(**values, properties=properties)

    def with_reference(self, reference: str, place: str) -> Self:
        """Return the lead with our reference in it.

        Args:
            reference: what `reference_of` gave for the submission.
            place: "business_id", "notes" (put before the rest), "none", or a property
                definition id.
        """
        if place == "none":
            return self
        if place == "business_id":
            return replace(self, business_id=reference)
        if place == "notes":
            # First: a CRM that cuts long notes would drop it otherwise, and a lookup miss the lead.
            return replace(self, notes=f"Reference: {reference}\n\n{self.notes}".rstrip())
        return replace(self, properties=(*self.properties, (place, reference)))


LEAD_FIELDS = tuple(field.name for field in fields(Lead) if field.name != "properties")


def submission_id(*, slug: str, nonce: str, lead: Lead) -> str:
    """Derive a submission's id from the form token's nonce and the cleaned values.

    The same values sent again from the same rendered form get the same id, so a double click
    meets the ledger's primary key; a corrected resubmission is a new lead. The id has 80 bits.
    """
    content = ENCODER.encode([slug, nonce, lead.as_request()])
    digest = hashlib.sha256(content.encode()).digest()
    return b32encode(digest[-ID_BYTES:]).translate(TO_OURS).decode()[::-1]


def reference_of(submission: str) -> str:
    """Return the reference that the lead API is given for a submission."""
    return REFERENCE_PREFIX + submission
