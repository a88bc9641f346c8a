"""The ways in which the sandbox can answer leads and lookups, or fail to."""

from __future__ import annotations

import re
from enum import StrEnum

LEAD_MODE = re.compile(r"sandbox\+([a-z0-9-]+)@.*")


class Mode(StrEnum):
    """What becomes of a lead. Only `ok` and the `accept-...` modes create it.

    Hanging and slow answers go on until the mode is set anew, the sandbox stops or the client
    goes; then the connection is dropped. In `accept-late` no answer comes at all, and the lead
    is created after a while, whether or not anybody still waits for it. In `refuse` nobody
    listens at the address, so that lookups fail too.
    """

    OK = "ok"
    ACCEPT_LATE = "accept-late"
    ACCEPT_THEN_502 = "accept-then-502"
    ACCEPT_THEN_HANG = "accept-then-hang"
    ACCEPT_THEN_RESET = "accept-then-reset"
    ERROR_400 = "400"
    ERROR_401 = "401"
    ERROR_403 = "403"
    ERROR_404 = "404"
    ERROR_429 = "429"
    ERROR_500 = "500"
    HTML_502 = "502-html"
    RETRY_AFTER_503 = "503-retry-after"
    HANG = "hang"
    RESET = "reset"
    REFUSE = "refuse"
    HTML_200 = "html-200"
    LEAD_LESS_200 = "lead-less-200"
    GARBAGE_JSON_200 = "garbage-json-200"
    REDIRECT = "redirect"
    SLOW_DRIP = "slow-drip"
    SLOW_HEADERS = "slow-headers"

    @property
    def creates_leads(self) -> bool:
        """Whether the request is carried out at once, whatever is answered."""
        return self is Mode.OK or self.startswith("accept-then-")


class LookupMode(StrEnum):
    """What becomes of `get_channels` and `get_leads`.

    `stale` shows the leads as they were a while ago, `empty` none at all.
    """

    OK = "ok"
    FAIL = "fail"
    HTML = "html"
    HANG = "hang"
    STALE = "stale"
    EMPTY = "empty"
    REFUSE_KEY = "refuse-key"

    @property
    def fault(self) -> Mode:
        """The mode of leads that answers alike; `ok` if the lookup is answered."""
        return LOOKUP_FAULTS.get(self, Mode.OK)


LOOKUP_FAULTS = {
    LookupMode.FAIL: Mode.ERROR_500,
    LookupMode.HTML: Mode.HTML_200,
    LookupMode.HANG: Mode.HANG,
    LookupMode.REFUSE_KEY: Mode.ERROR_401,
}


def mode_of_lead(body: object) -> Mode | None:
    """Return the mode that a lead asks for by its email address, `sandbox+MODE@...`.

    Developers try one fault on one lead with it. `refuse` cannot be had this way: the request
    is already here.
    """
    email = body.get("email") if isinstance(body, dict) else None
    named = LEAD_MODE.fullmatch(email) if isinstance(email, str) else None
    if not named or named[1] not in set(Mode) - {Mode.REFUSE}:
        return None
    return Mode(named[1])
