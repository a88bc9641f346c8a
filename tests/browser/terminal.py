"""A program at a terminal: keys go in, and a screen shows what comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import tempfile
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread

from pyte import ByteStream, Screen

# So high that every page is shown from its beginning to its end.
ROWS, COLUMNS = 200, 100
PATIENCE_SECONDS = 20
# A size in the environment, as pytest-xdist hands on, would count for more than the terminal's.
ENVIRONMENT = {"TERM": "vt100", "LC_ALL": "C.UTF-8", "LINES": str(ROWS), "COLUMNS": str(COLUMNS)}
CHUNK_BYTES = 65536


class Terminal:
    """The screen and the keyboard of a running program.

    Attributes:
        folder: where the program runs.
    """

    def __init__(self, descriptor: int, folder: Path) -> None:
        self.folder = folder
        self._descriptor = descriptor
        self._screen = Screen(COLUMNS, ROWS)
        self._changed = Condition()

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, text: str) -> None:
        """Wait until a line of the screen has the text in it."""
        with self._changed:
            is_shown = self._changed.wait_for(lambda: text in self._shown, PATIENCE_SECONDS)
            assert is_shown, f"{text!r} is not in:\n{self._shown}"

    @property
    def _shown(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display if line.strip())

    def show(self) -> None:
        """Show what the program writes, until it ends; unread, it would hold the program up."""
        stream = ByteStream(self._screen)
        while written := self._read():
            with self._changed:
                stream.feed(written)
                self._changed.notify_all()

    def _read(self) -> bytes:
        try:
            return os.read(self._descriptor, CHUNK_BYTES)
        except OSError:  # Linux's way to say that nobody is at the other end
            return b""


@contextmanager
def at_a_terminal(command: Sequence[str]) -> Iterator[Terminal]:
    """Run a program at a terminal of its own, and end it."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    # A key that goes astray may have the program save a page where it runs.
    with (
        os.fdopen(ours, "rb"),
        tempfile.TemporaryDirectory() as folder,
        _running(command, its, folder) as process,
    ):
        terminal = Terminal(ours, Path(folder))
        showing = Thread(target=terminal.show)
        showing.start()
        try:
            yield terminal
        finally:
            process.kill()
            showing.join()


def _running(command: Sequence[str], terminal: int, folder: str) -> subprocess.Popen[bytes]:
    """Start a program; from then on the terminal's end is its alone."""
    with os.fdopen(terminal, "wb") as end:
        return subprocess.Popen(  # noqa: S603 - a text browser and the address of our own site
            command,
            stdin=end,
            stdout=end,
            stderr=end,
            cwd=folder,
            env={**os.environ, **ENVIRONMENT},
            start_new_session=True,
        )
