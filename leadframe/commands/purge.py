"""`leadframe leads purge`: the end of personal data, because a person says so."""

from __future__ import annotations

import re
from collections import Counter

import click

from leadframe.commands.choosing import chosen_records, email_option, progress, state_option
from leadframe.commands.wiring import EXIT_FAULT, Wiring, pass_wiring, takes_reason
from leadframe.errors import RefusedTransitionError, UnknownSubmissionError
from leadframe.ledger import Ledger, Selection, Snapshot, State

DAY_SECONDS = 86400.0
ADDRESS = re.compile(r"\S@\S")
WARNING = """\
Their personal data is removed for good. What was not delivered is never sent;
what is held may be in the CRM all the same, so look there first.
"""


@click.command()
@click.argument("references", nargs=-1)
@email_option
@state_option
@click.option(
    "--older-than", "days", type=click.IntRange(0), help="With --state: in for so many days."
)
@click.option("--unsent", is_flag=True, help="Also what is still to be sent; it never will be.")
@takes_reason
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_wiring
@click.pass_context
def purge(  # noqa: PLR0913 - one for each option
    context: click.Context,
    wiring: Wiring,
    *,
    references: tuple[str, ...],
    email: str | None,
    state: str | None,
    days: int | None,
    unsent: bool,
    reason: str,
    yes: bool,
) -> None:
    """Remove the personal data of leads: by reference, by address, or by state and age.

    Their rows and audit trails remain. What may be on its way is left alone, and so is what is
    still to be sent, unless --unsent. The reason is kept: leave names and addresses out of it.
    Exits with 1 if anything was left.
    """
    _check(references, email, state, days)
    _check_reason(reason, email)
    with wiring.ledger() as ledger:
        if email:
            leads = _of_person(ledger, email)
        elif state and days is not None:
            leads = _of_age(ledger, State(state), days)
        else:
            leads = [_found(ledger, reference) for reference in references]
        leads = [lead for lead in leads if lead.purged_at is None]
        if leads and not yes:
            click.confirm(f"{_counted(leads)}\n{WARNING}\nGo on?", abort=True)
        left = _purge_all(ledger, leads, wiring.operator(), reason, unsent=unsent)
    click.echo(f"{len(leads) - left} purged, {left} left")
    context.exit(EXIT_FAULT if left else 0)


def _purge_all(
    ledger: Ledger, leads: list[Snapshot], actor: str, reason: str, *, unsent: bool
) -> int:
    """Purge leads one by one; return how many were refused, each with its words."""
    refusals = []
    with progress(leads, len(leads), "Purging leads") as steps:
        for lead in steps:
            try:
                ledger.purge(lead.id, actor=actor, reason=reason, unsent=unsent)
            except RefusedTransitionError as refusal:
                refusals.append(str(refusal))
    for words in refusals:
        click.echo(words, err=True)
    return len(refusals)


def _check(
    references: tuple[str, ...], email: str | None, state: str | None, days: int | None
) -> None:
    by_age = state is not None and days is not None
    if (state is None) != (days is None):
        raise click.UsageError("--state and --older-than go together")
    if [bool(references), bool(email), by_age].count(True) != 1:
        raise click.UsageError("give references, or --email, or --state and --older-than")


def _check_reason(reason: str, email: str | None) -> None:
    if ADDRESS.search(reason) or (email and email.strip().casefold() in reason.casefold()):
        raise click.BadParameter("leave the address out, for this is kept", param_hint="--reason")


def _of_person(ledger: Ledger, email: str) -> list[Snapshot]:
    with chosen_records(ledger, Selection(), email=email) as records:
        return [record.snapshot for record in records]


def _of_age(ledger: Ledger, state: State, days: int) -> list[Snapshot]:
    chosen = Selection(state=state, until=ledger.now() - days * DAY_SECONDS)
    return [record.snapshot for record in ledger.records(chosen)]


def _found(ledger: Ledger, reference: str) -> Snapshot:
    found = ledger.find(reference)
    if found is None:
        raise UnknownSubmissionError(f"there is no submission {reference}")
    return found


def _counted(leads: list[Snapshot]) -> str:
    states = Counter(lead.state.value for lead in leads)
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
