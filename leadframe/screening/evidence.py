"""What is seen of a submission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Decoy(Enum):
    """What became of the input that people leave empty."""

    EMPTY = auto()
    FILLED_IN = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen of one submission; nothing of it is kept.

    Attributes:
        decoy: what became of the input that people leave empty.
        open_seconds: how long before the form had first been shown.
        user_agent: what the browser calls itself; "" where it says nothing, like the next two.
        origin: the Origin header.
        fetch_site: the Sec-Fetch-Site header.
        email: the address that the visitor gave.
        person_names: first and last name.
        company: the company's name.
        texts: what was written in words of one's own.
        own_texts: those of them that no link to the form can have filled in.
        repeats: how many other submissions said the same of late.
        is_confirmed: whether the visitor was asked to confirm it, and did.
    """

    decoy: Decoy = Decoy.EMPTY
    open_seconds: float
    user_agent: str = ""
    origin: str = ""
    fetch_site: str = ""
    email: str = ""
    person_names: tuple[str, ...] = ()
    company: str = ""
    texts: tuple[str, ...] = ()
    own_texts: tuple[str, ...] = ()
    repeats: int = 0
    is_confirmed: bool = False
