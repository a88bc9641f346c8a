"""Commands that are loaded when they are called, for most processes call one alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from leadframe.commands.wiring import PoliteGroup


class LateGroup(PoliteGroup):
    """A group that loads a command when that is called, and all to tell of them.

    Args:
        load: by the name of each command, what loads it.
        **settings: as of any group.
    """

    def __init__(self, *, load: Mapping[str, Callable[[], click.Command]], **settings: Any) -> None:
        super().__init__(**settings)
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click asks it
        """Return the names of the commands, in the order in which help tells of them."""
        return sorted(self._load)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click asks it
        """Return a command, or None where there is none of that name."""
        load = self._load.get(cmd_name)
        return load() if load else None
