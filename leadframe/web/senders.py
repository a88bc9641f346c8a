"""Who sends a form, as a request tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from leadframe.web.admission import Admission

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a form; the headers of the request are "" where it lacks them.

    `source` is what its address is counted as, or None where there is none to count.
    """

    source: str | None
    user_agent: str
    origin: str
    fetch_site: str

    @classmethod
    def of(cls, environ: WSGIEnvironment, limits: Admission) -> Self:
        """Return who sends a request."""
        say = environ.get
        return cls(
            limits.source_of(say("REMOTE_ADDR")),
            say("HTTP_USER_AGENT", ""),
            say("HTTP_ORIGIN", ""),
            say("HTTP_SEC_FETCH_SITE", ""),
        )
