"""The `leadframe` command as operators run it: a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
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


@contextmanager
def kept_port(*, following: int = 0) -> Iterator[int]:
    """Keep a port, and so many after it, from everybody but the servers that are told of it."""
    keepers: list[socket.socket] = []
    while not keepers:
        keepers = _bound(1 + following)
    with ExitStack() as stack:
        for keeper in keepers:
            stack.enter_context(keeper)
        yield keepers[0].getsockname()[1]


def _bound(count: int) -> list[socket.socket]:
    """Bind so many ports in a row that nobody has; return nothing where there are fewer.

    Who reuses addresses, as our servers do, may listen there all the same.
    """
    keepers: list[socket.socket] = []
    try:
        for step in range(count):
            keepers.append(socket.socket())
            first = keepers[0].getsockname()[1]
            keepers[-1].bind(("127.0.0.1", first + step))
            keepers[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    except (OSError, OverflowError):
        for keeper in keepers:
            keeper.close()
        return []
    return keepers
