"""`leadframe leads reencrypt`: the last step of a change of keys."""

from __future__ import annotations

import click

from leadframe.commands.choosing import NO_KEY_FITS, progress
from leadframe.commands.wiring import Wiring, pass_wiring
from leadframe.errors import SettingsError, UnreadableSubmissionError
from leadframe.ledger import Selection


@click.command()
@pass_wiring
def reencrypt(wiring: Wiring) -> None:
    """Encrypt all answers with the first key of LEADFRAME_ENCRYPTION_KEY.

    Afterwards the other keys are not needed any more, but for backups. Leads may come in and go
    out meanwhile.
    """
    if not wiring.unsigned_settings().encryption_key:
        raise SettingsError("LEADFRAME_ENCRYPTION_KEY is not set: there is no key to encrypt with")
    with wiring.ledger() as ledger:
        count = ledger.count(Selection())
        with progress(ledger.reencrypt(), count, "Encrypting leads") as steps:
            is_readable = list(steps)
    if unreadable := is_readable.count(False):
        raise UnreadableSubmissionError(f"{unreadable} could not be read: {NO_KEY_FITS}")
    click.echo("All answers are encrypted with the first key")
