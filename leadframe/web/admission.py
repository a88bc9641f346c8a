"""Whether what is sent is let in, as the pages ask; and the answer where nothing is limited."""

from __future__ import annotations

from typing import Protocol

from leadframe.channels import FormDefinition


class Admission(Protocol):
    """Lets requests and leads in; each comes from a source, or from None that is known."""

    @property
    def are_at_hand(self) -> bool:
        """Whether the counts are in this process, so that nobody waits for them."""
        ...

    def source_of(self, address: str | None) -> str | None:
        """Return what a visitor's address is counted as."""
        ...

    def admit_request(self, source: str | None) -> None:
        """Count a request.

        Raises:
            OverLimitError: its source has sent too many.
        """
        ...

    def admit_lead(
        self, definition: FormDefinition, source: str | None, *, beside: int = 0
    ) -> None:
        """Look whether there is room for a lead beside some others; it is not counted yet.

        Raises:
            OverLimitError: its source, its form or all forms together have had too many.
        """
        ...

    def count_lead(
        self, definition: FormDefinition, source: str | None, *, is_spam: bool = False
    ) -> None:
        """Count a lead that was stored; a repeat of one that was stored already is none."""
        ...


class Unlimited:
    """Lets everything in and counts nothing, so that what counts need not even be loaded."""

    are_at_hand = True

    def source_of(self, address: str | None) -> None:
        """Name none."""

    def admit_request(self, source: str | None) -> None:
        """Let it in."""

    def admit_lead(
        self, definition: FormDefinition, source: str | None, *, beside: int = 0
    ) -> None:
        """Let it in."""

    def count_lead(
        self, definition: FormDefinition, source: str | None, *, is_spam: bool = False
    ) -> None:
        """Do nothing."""
