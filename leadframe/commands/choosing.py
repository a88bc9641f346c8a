"""Which leads a command is about: its options, and the way through the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from leadframe.errors import UnreadableSubmissionError
from leadframe.ledger import Ledger, Record, Selection, State

# Fewer are done before anybody wonders.
MANY = 1000
NO_KEY_FITS = "they are encrypted, and no key in LEADFRAME_ENCRYPTION_KEY fits"

T = TypeVar("T")


class Moment(click.ParamType[float]):
    """A date or a time in ISO 8601, as Unix seconds; without an offset it is in UTC."""

    name = "TIME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read what was typed."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail("give a time such as 2026-01-31 or 2026-01-31T12:00+01:00", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


state_option = click.option(
    "--state", type=click.Choice([state.value for state in State]), help="Only of this state."
)
form_option = click.option("--form", "slug", help="Only this form's.")
email_option = click.option(
    "--email", help="Only those with this address in a field, in any letter case."
)


@contextmanager
def progress(items: Iterable[T], count: int, label: str) -> Iterator[Iterable[T]]:
    """Show on standard error how far a way through many items has come."""
    bar = click.progressbar(items, length=count, label=label, file=sys.stderr, hidden=count < MANY)
    with bar as steps:
        yield steps


@contextmanager
def chosen_records(
    ledger: Ledger, chosen: Selection, *, email: str | None
) -> Iterator[Iterator[Record]]:
    """Read the leads of a selection one by one, all of them or a person's.

    Raises:
        UnreadableSubmissionError: at the end, if any of the selection could not be read.
    """
    unreadable = 0

    def readable(records: Iterable[Record]) -> Iterator[Record]:
        nonlocal unreadable
        for record in records:
            if not record.is_readable:
                unreadable += 1
            elif not email or is_of(record, email):
                yield record

    count = ledger.count(chosen)
    with progress(ledger.records(chosen), count, "Reading leads") as records:
        yield readable(records)
    if unreadable:
        raise UnreadableSubmissionError(f"{unreadable} could not be read: {NO_KEY_FITS}")


def is_of(record: Record, email: str) -> bool:
    """Say whether any answer of a lead is this address, and nothing else.

    An address among other words, such as in notes, may be of somebody else than who wrote them.
    """
    properties = [each.get("value") for each in record.payload.get("properties", ())]
    wanted = email.strip().casefold()
    return any(
        isinstance(value, str) and value.strip().casefold() == wanted
        for value in [*record.payload.values(), *properties]
    )
