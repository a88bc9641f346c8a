"""The `leadframe` command."""

from leadframe.commands.root import build_command
from leadframe.commands.wiring import Wiring

__all__ = ["Wiring", "build_command"]
