"""What a server is asked again and again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, repeat

NUMBER = b"{number}"
DIGITS = 9
# More than are asked in one window.
STRIDE = 1_000_000


def written(number: int) -> str:
    """Write a number as it stands in a request, always as long, so that the length is known."""
    return f"{number:0{DIGITS}}"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A whole HTTP request, the status expected, and the number in it if each has its own.

    Attributes:
        request: the request; a number takes the place of `NUMBER`.
        status: what is answered.
        below: the numbers are random ones below it; 0: each is one more than the one before.
        starts: where counting begins, a new start for each window.
    """

    request: bytes
    status: int = 200
    below: int = 0
    starts: Iterator[int] = field(default_factory=lambda: count(0, STRIDE))

    def requests(self) -> Iterator[bytes]:
        """Give the requests of one window."""
        if NUMBER not in self.request:
            return repeat(self.request)
        head, tail = self.request.split(NUMBER)
        return (head + written(number).encode() + tail for number in self._numbers())

    def _numbers(self) -> Iterator[int]:
        start = next(self.starts)
        if not self.below:
            return count(start)
        chance = random.Random(start)  # noqa: S311 - nothing secret
        return iter(lambda: chance.randrange(self.below), None)


def get(target: str, *, below: int = 0) -> Question:
    """Ask for an address; `NUMBER` in it stands for a random number below one."""
    head = f"GET {target} HTTP/1.1\r\nHost: bench\r\n\r\n"
    return Question(request=head.encode(), below=below)


def post(target: str, body: str, *, cookie: str = "") -> Question:
    """Send a form; `NUMBER` in it stands for a number of each one's own."""
    length = len(body) - len(NUMBER) + DIGITS
    carried = f"Cookie: {cookie}\r\n" if cookie else ""
    request = (
        f"POST {target} HTTP/1.1\r\nHost: bench\r\n{carried}Content-Length: {length}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
    )
    return Question(request=request.encode(), status=303)
