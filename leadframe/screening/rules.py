"""The rules: what speaks for spam, and how much.

A rule alone makes spam only where no honest person does what it sees. Haste, a sandboxed frame and
a disposable address, which honest people have, stay below the threshold even together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadframe.screening.disposable import is_disposable
from leadframe.screening.evidence import Decoy, Evidence
from leadframe.screening.links import count_links, has_link, has_markup
from leadframe.screening.programs import is_program

MANY_LINKS = 3
MANY_REPEATS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something to look out for.

    Attributes:
        points: how much it speaks for spam.
        reason: what was seen, as operators are told; nothing of what the visitor wrote.
        applies: whether it is there.
    """

    points: int
    reason: str
    applies: Callable[[Evidence], bool]


DECOY_FILLED_IN = Rule(
    points=10,
    reason="the field that is to be left empty was filled in",
    applies=lambda seen: seen.decoy is Decoy.FILLED_IN,
)
DECOY_LEFT_OUT = Rule(
    points=6,
    reason="the field that is to be left empty was not sent at all",
    applies=lambda seen: seen.decoy is Decoy.LEFT_OUT,
)
PROGRAM = Rule(
    points=4,
    reason="the browser gives the name of a program",
    applies=lambda seen: is_program(seen.user_agent),
)
ELSEWHERE = Rule(
    points=1,
    reason="it came from another site or from a sandboxed frame",
    applies=lambda seen: seen.origin == "null" or seen.fetch_site == "cross-site",
)
LINK_IN_NAME = Rule(
    points=10,
    reason="there is a link or markup in a person's name",
    applies=lambda seen: any(map(has_link, seen.person_names)),
)
LINK_IN_COMPANY = Rule(
    points=4,
    reason="there is a link or markup in the company's name",
    applies=lambda seen: has_link(seen.company),
)
MARKUP_IN_TEXT = Rule(
    points=7,
    reason="there is the markup of links in a text",
    applies=lambda seen: any(map(has_markup, seen.texts)),
)
LINKS_IN_TEXT = Rule(
    points=6,
    reason=f"there are {MANY_LINKS} links or more in the texts",
    applies=lambda seen: sum(map(count_links, seen.texts)) >= MANY_LINKS,
)
REPEATED = Rule(
    points=6,
    reason=f"the same text had come {MANY_REPEATS} times or more within the hour",
    applies=lambda seen: seen.repeats >= MANY_REPEATS,
)
DISPOSABLE = Rule(
    points=3,
    reason="the mail address is a disposable one",
    applies=lambda seen: is_disposable(seen.email),
)
# For operators to know; it takes nothing away, for a script can press a button too.
CONFIRMED = Rule(
    points=0,
    reason="it was confirmed on a page that asks for that",
    applies=lambda seen: seen.is_confirmed,
)


def haste(min_fill_seconds: float) -> Rule:
    """Return the rule about forms that come back sooner than a person types."""
    return Rule(
        points=4,
        reason=f"it was sent within {min_fill_seconds:g} s of the form's first showing",
        applies=lambda seen: seen.open_seconds < min_fill_seconds,
    )


def rules_for(*, min_fill_seconds: float) -> tuple[Rule, ...]:
    """Return all rules.

    Args:
        min_fill_seconds: what is sent sooner is sent in haste; nothing is with 0.
    """
    return (
        DECOY_FILLED_IN,
        DECOY_LEFT_OUT,
        haste(min_fill_seconds),
        PROGRAM,
        ELSEWHERE,
        LINK_IN_NAME,
        LINK_IN_COMPANY,
        MARKUP_IN_TEXT,
        LINKS_IN_TEXT,
        REPEATED,
        DISPOSABLE,
        CONFIRMED,
    )
