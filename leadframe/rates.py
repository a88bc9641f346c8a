"""How much is let in, and in how long: the limits as an operator writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Self

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
RATE = re.compile(r"([0-9]{1,9}) ?/ ?(?:([0-9]{1,5}) ?)?(second|minute|hour|day)s?")
# A source is known by a name that changes every day, so it cannot be counted for longer.
LONGEST_WINDOW = SECONDS["day"]
OFF = "off"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    count: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "30/10 minutes" or "100/hour".

        Raises:
            ValueError: it is something else, none at all, or over more than a day.
        """
        found = RATE.fullmatch(text)
        if not found:
            raise ValueError("write limits such as 30/10 minutes or 100/hour")
        count, number, unit = int(found[1]), int(found[2] or 1), found[3]
        if not count or not 0 < number * SECONDS[unit] <= LONGEST_WINDOW:
            raise ValueError("a limit lets in at least 1, in at most 1 day")
        return cls(count, number * SECONDS[unit])

    def __str__(self) -> str:
        unit = max(
            (each for each in SECONDS if self.seconds % SECONDS[each] == 0),
            key=lambda each: SECONDS[each],
        )
        number = self.seconds // SECONDS[unit]
        return f"{self.count}/{unit}" if number == 1 else f"{self.count}/{number} {unit}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What is let in; what has no rate is not limited.

    Attributes:
        requests: everything that one source sends: steps, mistakes and leads.
        source: the leads of one source.
        form: the leads of one form, unless its channel file says how many.
        deployment: the leads of all forms.
    """

    requests: tuple[Rate, ...] = (Rate(3000, 600),)
    source: tuple[Rate, ...] = (Rate(60, 600), Rate(200, 3600))
    form: tuple[Rate, ...] = (Rate(1000, 3600),)
    deployment: tuple[Rate, ...] = (Rate(5000, 3600),)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "source 30/10 minutes, 100/hour; form off"; what is not named stays as it is.

        Raises:
            ValueError: it cannot be read; the message says what to write.
        """
        rates = cls()
        named: set[str] = set()
        for part in filter(None, (part.strip() for part in text.split(";"))):
            name, _space, limits = part.partition(" ")
            if name not in SCOPES:
                raise ValueError(f'begin each part with one of {", ".join(SCOPES)}, or write "off"')
            if name in named:
                raise ValueError(f"{name} is there twice")
            named.add(name)
            rates = replace(rates, **{name: _parse_rates(limits.strip())})
        return rates

    def __str__(self) -> str:
        told = {name: ", ".join(map(str, getattr(self, name))) or OFF for name in SCOPES}
        return "; ".join(f"{name} {limits}" for name, limits in told.items())


SCOPES = tuple(field.name for field in fields(Rates))


def _parse_rates(text: str) -> tuple[Rate, ...]:
    return () if text == OFF else tuple(Rate.parse(one.strip()) for one in text.split(","))
