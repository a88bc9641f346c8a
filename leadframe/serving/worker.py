"""An accepting process among several, and the line between it and its parent."""

from __future__ import annotations

import os
import select
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

READY = b"."


class Worker:
    """An accepting process, as its parent sees it.

    The line to it is a pair of sockets. It says there that it is ready, and nothing is ever said to
    it: the end of the line stops it, and that comes as well when its parent is killed.

    Args:
        command: starts it, when the numbers of two handles are added: the listener and the line.
        listener: what it takes connections from.

    Raises:
        OSError: the system gives no process.
    """

    def __init__(self, command: Sequence[str], listener: socket.socket) -> None:
        self.is_ready = False
        self.is_retired = False
        self._line, its_end = socket.socketpair()
        with its_end:
            handles = (listener.fileno(), its_end.fileno())
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, *map(str, handles)], pass_fds=handles
            )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def fileno(self) -> int:
        """Return the handle on which its news comes."""
        return self._line.fileno()

    def hear(self) -> int | None:
        """Take in its news: the exit code if it has ended, else None, for then it is ready."""
        if self._line.recv(len(READY)):
            self.is_ready = True
            return None
        return self.ended()

    def retire(self) -> None:
        """Have it finish what it has in hand and end."""
        self.is_retired = True
        self._line.shutdown(socket.SHUT_WR)

    def ended(self) -> int:
        """Wait for its end and return the exit code: below 0, the signal that killed it."""
        code = self._process.wait()
        self._line.close()
        return code


@dataclass(frozen=True, slots=True)
class Parent:
    """The parent, as a worker sees it.

    Attributes:
        line: the handle of the line to it.
    """

    line: int

    def tell_ready(self) -> None:
        """Say that from now on connections are taken."""
        with suppress(BrokenPipeError):
            os.write(self.line, READY)

    def has_let_go(self) -> bool:
        """Whether it wants this worker to end, or has itself ended."""
        return bool(select.select([self.line], [], [], 0)[0])
