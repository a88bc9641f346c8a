"""The root of the command line."""

from __future__ import annotations

import click

from leadframe.commands.channels import channels
from leadframe.commands.courier import courier
from leadframe.commands.leads import leads
from leadframe.commands.preview import preview
from leadframe.commands.sandbox import sandbox_command
from leadframe.commands.serve import serve
from leadframe.commands.wiring import PoliteGroup, Wiring


def build_command(wiring: Wiring) -> click.Group:
    """Return the `leadframe` command over a given outside world."""

    @click.group(cls=PoliteGroup, context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(package_name="leadframe")
    @click.pass_context
    def leadframe(context: click.Context) -> None:
        """Lead forms without JavaScript: render, check, store, forward.

        Exit codes: 0 done; 1 it could not be done, the last line says why; 2 wrong use or
        settings. Settings come from LEADFRAME_... environment variables (docs/settings.md).
        """
        context.obj = wiring

    sandbox = sandbox_command(wiring.sandbox_modes, wiring.lookup_modes)
    for command in (serve, courier, sandbox, preview, channels, leads):
        leadframe.add_command(command)
    return leadframe
