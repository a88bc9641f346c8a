"""What the commands are handed by the application, since rooms beside theirs are not theirs."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from leadframe.channels import Catalog
from leadframe.delivery import Backend, open_ledger
from leadframe.errors import LeadframeError, SettingsError
from leadframe.ledger import Ledger
from leadframe.settings import Settings, read_settings

EXIT_FAULT = 1
EXIT_SETTINGS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The outside world of the commands.

    Attributes:
        environment: the environment variables.
        create_app: returns the WSGI application, as `app.create_app` does.
        sandbox: loads the stand-in lead API, `Sandbox`; with `Mode` and `LookupMode`, the ways
            in which it can answer leads and lookups.
        preview: loads `Preview`, what the preview page is told of it.
        words: opens a context in which our own words are there in every language.
        examples: the folder of example channel files.
        user_name: names the operator, for the audit trail.
        command_line: starts this very command once more, as a process.
    """

    environment: Mapping[str, str]
    create_app: Callable[..., Any]
    sandbox: Callable[[], Any]
    preview: Callable[[], Any]
    words: Callable[[], AbstractContextManager[Any]]
    examples: Path
    user_name: Callable[[], str] = getpass.getuser
    command_line: Sequence[str] = ()

    def settings(self, **defaults: str) -> Settings:
        """Read the settings; `defaults` stand where the environment says nothing.

        Raises:
            SettingsError: a setting is missing or wrong.
        """
        given = {name.removesuffix("_FILE") for name, value in self.environment.items() if value}
        missing = {name: value for name, value in defaults.items() if name not in given}
        return read_settings({**self.environment, **missing})

    def unsigned_settings(self) -> Settings:
        """Read the settings for a command that signs nothing, and so needs no secret key.

        Raises:
            SettingsError: a setting is wrong.
        """
        return self.settings(LEADFRAME_SECRET_KEY=secrets.token_hex(32))

    def backend(self, settings: Settings | None = None) -> Backend:
        """Open the ledger and what belongs to it.

        Raises:
            SettingsError: a setting is missing or wrong.
            LedgerUnavailableError: the database cannot be opened.
        """
        return Backend.open(settings or self.settings(), environment=self.environment)

    def catalog(self, settings: Settings) -> Catalog:
        """Return the forms."""
        return Catalog(settings.channels_dir, environment=self.environment)

    def ledger(self) -> AbstractContextManager[Ledger]:
        """Open the ledger alone, to be closed at the end of a `with`.

        Raises:
            SettingsError: a setting is wrong.
            LedgerUnavailableError: the database cannot be opened.
        """
        return closing(open_ledger(self.unsigned_settings()))

    def operator(self) -> str:
        """Name the operator; a container's user often has no name, but always a number."""
        try:
            return self.user_name()
        except (KeyError, OSError):
            return f"uid {os.getuid()}"


class PoliteGroup(click.Group):
    """Tells an operator in one line what is wrong, and exits with a code that says so."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; an error of ours becomes its message, not a traceback."""
        try:
            return super().invoke(context)
        except LeadframeError as error:
            click.echo(f"leadframe: {error}", err=True)
            context.exit(EXIT_SETTINGS if isinstance(error, SettingsError) else EXIT_FAULT)


def _not_blank(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if not given.strip():
        raise click.BadParameter("say why")
    return given.strip()


pass_wiring = click.make_pass_decorator(Wiring)
takes_reason = click.option(
    "--reason", required=True, callback=_not_blank, help="Why, for the audit trail."
)
