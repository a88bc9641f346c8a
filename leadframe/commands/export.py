"""`leadframe leads export`: leads for a spreadsheet, a program, or the person they are of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from leadframe.commands.choosing import (
    Moment,
    chosen_records,
    email_option,
    form_option,
    state_option,
)
from leadframe.commands.sheets import write_csv, write_json
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.errors import UnwritableFileError
from leadframe.ledger import Selection, State


@click.command()
@state_option
@form_option
@click.option("--since", type=Moment(), help="Only what came in then or later.")
@click.option("--until", type=Moment(), help="Only what came in before.")
@email_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, for programs.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="A new file, which only you may read."
)
@pass_wiring
def export(  # noqa: PLR0913 - one for each option
    wiring: Wiring,
    *,
    state: str | None,
    slug: str | None,
    since: float | None,
    until: float | None,
    email: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Write leads with all their answers, oldest first, as CSV for spreadsheets.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; --json
    changes nothing. Times without an offset are in UTC.
    """
    chosen = Selection(state=State(state) if state else None, slug=slug, since=since, until=until)
    with (
        wiring.ledger() as ledger,
        _opened(output) as stream,
        chosen_records(ledger, chosen, email=email) as records,
    ):
        if as_json:
            write_json(stream, records)
        else:
            write_csv(stream, records)


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    """Open a new file for its owner's eyes only, or standard output; line ends stay as written.

    Raises:
        UnwritableFileError: the file cannot be made, or is there already.
    """
    if output is None:
        return _standard_output()
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UnwritableFileError(f"cannot write {output}: {error.strerror}") from error
    return os.fdopen(handle, "w", encoding="utf-8", newline="")


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    stream = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield stream
    finally:
        # It is the caller's, and stays open.
        stream.detach()
