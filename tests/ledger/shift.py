"""A courier and a reconciler that take turns until everything has come to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from leadframe.delivery import LeadAPI
from leadframe.lead import reference_of
from leadframe.ledger import (
    Claim,
    Ledger,
    Outcome,
    Sightings,
    State,
    Submission,
    boot_seconds,
)
from tests.ledger.world import state_of

BY = "its reference"
# What the sandbox takes; to import it as well would cost each process its time.
API_KEY = "sandbox-key"
CHANNEL = "00000000-0000-4000-8000-000000000001"
LONG = 20.0
OPEN = {State.QUEUED, State.SENDING, State.UNCONFIRMED}
TURNS = 2000


def lead(letter: str = "A") -> Submission:
    """Return a lead of the form "acme" with its reference in it."""
    id_ = letter * 16
    payload = {"email": f"{letter}@example.test", "business_id": reference_of(id_)}
    return Submission(id=id_, slug="acme", payload=payload)


def lead_api(
    url: str,
    *,
    gate_clock: Callable[[], float] = boot_seconds,
    send_gate_seconds: float = inf,
) -> LeadAPI:
    """Return a client of the sandbox that is as patient as a slow machine needs."""
    return LeadAPI(
        url,
        connect_seconds=LONG,
        deadline_seconds=LONG,
        send_gate_seconds=send_gate_seconds,
        gate_clock=gate_clock,
    )


def send(api: LeadAPI, claimed: Claim) -> Outcome:
    """Send a claim as a courier does."""
    return api.send(claimed.payload, channel_id=CHANNEL, claimed_at_boot=claimed.claimed_at_boot)


def show(api: LeadAPI) -> Sightings:
    """Look as a reconciler does."""
    return api.get_leads(API_KEY, CHANNEL)


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One courier and one reconciler of the form "acme".

    `send` and `show` are the lead API. `resend` is what the form does about what nobody can
    know, and `by` names the way of looking.
    """

    ledger: Ledger
    send: Callable[[Claim], Outcome]
    show: Callable[[], Sightings]
    pass_time: Callable[[], object]
    resend: bool = False
    by: str = BY

    def verify_the_lookup(self) -> None:
        """Have a lead delivered and found, so that absences are believed."""
        self.ledger.accept(lead("W"))
        self.deliver()
        self._repeat_until(self.look)

    def deliver(self) -> None:
        """Send everything that is due."""
        while claimed := self.ledger.claim("courier-1"):
            self.ledger.settle(claimed, self.send(claimed))

    def look(self) -> bool:
        """Look the form up if that is due; return whether it was."""
        self.ledger.sweep()
        asked_at = self.ledger.begin_lookup(["acme"], owner="reconciler-1")
        if asked_at is None:
            return False
        self.ledger.finish_lookup(
            "acme", self.show(), asked_at=asked_at, by=self.by, resend=self.resend
        )
        return True

    def look_until(self, state: State) -> None:
        """Only look, until the lead A is in a state."""
        self._repeat_until(lambda: self.look() and state_of(self.ledger) is state)

    def finish(self) -> None:
        """Take turns until nothing is open."""
        self._repeat_until(self._take_turns)

    def _take_turns(self) -> bool:
        self.look()
        self.deliver()
        return not any(one.state in OPEN for one in self.ledger.list(limit=1000))

    def _repeat_until(self, is_done: Callable[[], bool]) -> None:
        for _ in range(TURNS):
            if is_done():
                return
            self.pass_time()
        raise AssertionError("something is stuck")
