"""The `leadframe` command as operators run it: a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.commands.world import PATIENCE_SECONDS, address_in

LEADFRAME = str(Path(sys.executable).with_name("leadframe"))


@dataclass
class Running:
    """A command at work.

    `first_line` is the one it printed when it was ready.
    """

    process: subprocess.Popen[str]
    errors: Path
    first_line: str = ""

    @property
    def url(self) -> str:
        return address_in(self.first_line)

    def line(self) -> str:
        """Wait for the next line on standard output; it is empty when there will be none."""
        assert self.process.stdout
        return self.process.stdout.readline()

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """Kill it as only the system can (kill -9)."""
        self.process.kill()
        assert self.ended() == -signal.SIGKILL


@contextmanager
def started(folder: Path, env: Mapping[str, str], *arguments: str) -> Iterator[Running]:
    """Start a command in `folder` and wait for its first line; stop it at the end."""
    errors = folder / f"{arguments[0]}.log"
    with (
        errors.open("a") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            [LEADFRAME, *arguments],
            cwd=folder,
            env=_surroundings(env),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        running = Running(process, errors)
        try:
            running.first_line = running.line()
            assert running.first_line, errors.read_text()
            yield running
        finally:
            process.terminate()
            running.ended()


def finished(
    folder: Path, env: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(  # noqa: S603 - our own command
        [LEADFRAME, *arguments],
        cwd=folder,
        env=_surroundings(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def _surroundings(env: Mapping[str, str]) -> dict[str, str]:
    """Add to our settings what any process needs, and nothing of the test run's own settings."""
    return {"PATH": os.environ["PATH"], **env}


def free_port(*, following: int = 0) -> int:
    """Return a port that is free, as are so many after it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
            if all(_is_free(port + step) for step in range(1, following + 1)):
                return port


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except (OSError, OverflowError):
        return False
