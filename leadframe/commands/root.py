"""The root of the command line."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import click

from leadframe.commands.late import LateGroup
from leadframe.commands.wiring import Wiring

# Each is in the module of its name.
COMMANDS = ("serve", "courier", "preview", "channels", "leads")


def build_command(wiring: Wiring) -> click.Group:
    """Return the `leadframe` command over a given outside world."""

    @click.group(
        cls=LateGroup,
        load={name: partial(_load, name) for name in COMMANDS}
        | {"sandbox": partial(_load_sandbox, wiring)},
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    @click.version_option(package_name="leadframe")
    @click.pass_context
    def leadframe(context: click.Context) -> None:
        """Lead forms without JavaScript: render, check, store, forward.

        Exit codes: 0 done; 1 it could not be done, the last line says why; 2 wrong use or
        settings. Settings come from LEADFRAME_... environment variables (docs/settings.md).
        """
        context.obj = wiring

    return leadframe


def _load(name: str) -> click.Command:
    command: click.Command = getattr(import_module(f"leadframe.commands.{name}"), name)
    return command


def _load_sandbox(wiring: Wiring) -> click.Command:
    from leadframe.commands.sandbox import sandbox_command  # noqa: PLC0415 - as late as the others

    room = wiring.sandbox()
    return sandbox_command(room.Mode, room.LookupMode)
