"""Mail addresses that are thrown away after use."""

from __future__ import annotations

from disposable_email_domains import blocklist


def is_disposable(email: str) -> bool:
    """Say whether an address is at a domain, or below one, that gives them away for a while."""
    labels = email.rpartition("@")[2].casefold().split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels)))
