"""Whether what is sent is let in, as the pages ask; and the answer where nothing is limited."""

from __future__ import annotations

from typing import Protocol

from leadframe.channels import FormDefinition


class Admission(Protocol):
    """Lets requests and leads in; addresses are those of visitors, None where there is none."""

    def admit_request(self, address: str | None) -> None:
        """Count a request.

        Raises:
            OverLimitError: its source has sent too many.
        """
        ...

    def admit_lead(self, definition: FormDefinition, address: str | None) -> None:
        """Look whether there is room for a lead; it is not counted yet.

        Raises:
            OverLimitError: its source, its form or all forms together have had too many.
        """
        ...

    def count_lead(
        self, definition: FormDefinition, address: str | None, *, is_spam: bool = False
    ) -> None:
        """Count a lead that was stored; a repeat of one that was stored already is none."""
        ...


class Unlimited:
    """Lets everything in and counts nothing, so that what counts need not even be loaded."""

    def admit_request(self, address: str | None) -> None:
        """Let it in."""

    def admit_lead(self, definition: FormDefinition, address: str | None) -> None:
        """Let it in."""

    def count_lead(
        self, definition: FormDefinition, address: str | None, *, is_spam: bool = False
    ) -> None:
        """Do nothing."""
