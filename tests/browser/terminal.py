"""A program at a terminal: keys go in, what it shows comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

ROWS, COLUMNS = 40, 100
PATIENCE_SECONDS = 20
# A size in the environment, as pytest-xdist hands on, would count for more than the terminal's.
ENVIRONMENT = {"TERM": "vt100", "LC_ALL": "C.UTF-8", "LINES": str(ROWS), "COLUMNS": str(COLUMNS)}
CHUNK_BYTES = 65536


class Terminal:
    """The screen and the keyboard of a running program."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._shown = b""

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until the program has shown `text`, of which it has shown nothing before."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while text.encode() not in self._shown:
            readable = select.select([self._descriptor], [], [], deadline - time.monotonic())[0]
            assert readable, self._shown.decode(errors="replace")
            self._shown += os.read(self._descriptor, CHUNK_BYTES)


@contextmanager
def at_a_terminal(command: Sequence[str]) -> Iterator[Terminal]:
    """Run a program at a terminal of its own, and end it."""
    ours, its = pty.openpty()
    try:
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        # A key that goes astray may have the program save a page where it runs.
        with (
            tempfile.TemporaryDirectory() as folder,
            subprocess.Popen(  # noqa: S603 - a text browser and the address of our own site
                command,
                stdin=its,
                stdout=its,
                stderr=its,
                cwd=folder,
                env={**os.environ, **ENVIRONMENT},
                start_new_session=True,
            ) as process,
        ):
            try:
                yield Terminal(ours)
            finally:
                process.kill()
    finally:
        os.close(its)
        os.close(ours)
