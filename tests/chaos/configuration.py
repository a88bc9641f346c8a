"""What a run is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DatabaseName = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One cell of the table of ledger.md, How it is proved.

    Attributes:
        database: what holds the ledger.
        key: whether the site has an API key, and so lookups.
        channels: how many channels there are, each with a form of its own.
        leads: how many visitors come.
        seconds: over how long they come, and for how long things go wrong.
        seed: decides who comes and what goes wrong.
    """

    database: DatabaseName
    key: bool
    channels: int
    leads: int
    seconds: float
    seed: int

    @property
    def forms(self) -> list[str]:
        """The forms' slugs."""
        return [f"form{number}" for number in range(1, self.channels + 1)]

    @property
    def leads_shape(self) -> str:
        """In which of its two shapes the lead API answers to get_leads."""
        return ("object", "array")[self.seed % 2]

    @property
    def name(self) -> str:
        """What the configuration is called in a path and in a table."""
        key = "key" if self.key else "no-key"
        return f"{self.database}-{key}-{self.channels}"
