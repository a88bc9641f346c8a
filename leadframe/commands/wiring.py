"""What the commands are handed by the application, since rooms beside theirs are not theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from leadframe.delivery import Backend
from leadframe.errors import LeadframeError, SettingsError
from leadframe.settings import Settings, read_settings

EXIT_FAULT = 1
EXIT_SETTINGS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The outside world of the commands.

    Attributes:
        environment: the environment variables.
        create_app: returns the WSGI application, as `app.create_app` does.
        create_sandbox: returns a stand-in lead API.
        create_preview: returns what the preview page is told of it.
        sandbox_modes: the ways in which the sandbox can behave.
        examples: the folder of example channel files.
    """

    environment: Mapping[str, str]
    create_app: Callable[..., Any]
    create_sandbox: Callable[..., Any]
    create_preview: Callable[..., Any]
    sandbox_modes: Sequence[str]
    examples: Path

    def settings(self, **defaults: str) -> Settings:
        """Read the settings; `defaults` stand where the environment says nothing.

        Raises:
            SettingsError: a setting is missing or wrong.
        """
        unset = {n: v for n, v in defaults.items() if f"{n}_FILE" not in self.environment}
        return read_settings({**unset, **self.environment})

    def backend(self, settings: Settings | None = None) -> Backend:
        """Open the ledger and what belongs to it.

        Raises:
            SettingsError: a setting is missing or wrong.
            LedgerUnavailableError: the database cannot be opened.
        """
        return Backend.open(settings or self.settings(), environment=self.environment)


class PoliteGroup(click.Group):
    """Tells an operator in one line what is wrong, and exits with a code that says so."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; an error of ours becomes its message, not a traceback."""
        try:
            return super().invoke(context)
        except LeadframeError as error:
            click.echo(f"leadframe: {error}", err=True)
            context.exit(EXIT_SETTINGS if isinstance(error, SettingsError) else EXIT_FAULT)


pass_wiring = click.make_pass_decorator(Wiring)
