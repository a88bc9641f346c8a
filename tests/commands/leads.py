"""Leads in every state, for the tests of the commands about them."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from leadframe.ledger import Ledger, Numbers, Outcome, State, Submission, Verdict
from leadframe.settings import read_settings
from tests.commands.world import environment, run

SETTLED = {
    State.DELIVERED: Outcome(verdict=Verdict.DELIVERED, http_status=200, upstream_id="lead-1"),
    State.DEAD: Outcome(verdict=Verdict.REFUSED, http_status=400, error="refused"),
    State.UNCONFIRMED: Outcome(verdict=Verdict.AMBIGUOUS, http_status=500, error="broke off"),
}
REFERENCE = "lf-AAAAAAAAAAAAAAAA"
SPAM_REASON = "there is a link in a person's name (10)"
# They clear the screen, in the old way and in the new, and turn the direction of the writing.
NOTES = 'Zoë said:\n"\x1b[2J \x9b2J \u202e"'


def database_only(folder: Path) -> dict[str, str]:
    """Return what `leads` needs: the database, and nothing else."""
    name = "LEADFRAME_DATABASE_URL"
    return {name: environment(folder)[name]}


def opened(
    env: dict[str, str], *, now: Callable[[], float] | None = None
) -> AbstractContextManager[Ledger]:
    """Open the ledger beside the commands."""
    settings = read_settings({**env, "LEADFRAME_SECRET_KEY": "k" * 32})
    ledger = Ledger.open(
        settings.database_url,
        numbers=Numbers.of(settings),
        keys=settings.encryption_keys,
        now=now,
    )
    return closing(ledger)


def stored(env: dict[str, str], *states: State, slug: str = "contact") -> None:
    """Store a lead for each state: A, B, C..."""
    with opened(env) as ledger:
        for letter, state in zip("ABCDEFGH", states, strict=False):
            payload = {"email": f"{letter}@example.com", "notes": NOTES}
            spam = (SPAM_REASON,) if state is State.QUARANTINED else ()
            new = Submission(id=letter * 16, slug=slug, payload=payload, spam_reasons=spam)
            ledger.accept(new)
            bring(ledger, state)


def bring(ledger: Ledger, state: State) -> None:
    if state in {State.QUEUED, State.QUARANTINED}:
        return
    claim = ledger.claim("test")
    assert claim
    ledger.settle(claim, SETTLED[State.UNCONFIRMED if state is State.HELD else state])
    if state is State.HELD:
        ledger.give_up("contact", resend=False, reason="no lookup can tell")


def shown(env: dict[str, str], reference: str = REFERENCE) -> dict[str, Any]:
    result = run(env, "leads", "show", reference, "--json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found
