"""The lead API of a run: the sandbox in a process of its own, which takes commands.

`python -m tests.chaos.upstream RECORD SHAPE` reads one command a line and answers each with a line:
`mode MODE`, `lookup_mode MODE`, or `flood COUNT` for so many foreign leads in every channel. It
ends with its standard input.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from leadframe.lead import REFERENCE_PREFIX
from leadframe.sandbox import LookupMode, Mode, Sandbox
from leadframe.sandbox.channels import DEFAULT_CHANNELS, EXAMPLE_PROPERTIES
from tests.chaos.numbers import LATE_SECONDS, STALE_SECONDS
from tests.chaos.reckoning import Created

API_KEY = "sandbox-key"
REFERENCE_PROPERTY = EXAMPLE_PROPERTIES[-1].id
REFERENCE = re.compile(rf"{REFERENCE_PREFIX}[A-Z2-9]{{16}}")


class Upstream:
    """Commands the lead API's process; safe for several threads at once.

    Args:
        process: it.
        record: the file in which it keeps what it created.
    """

    def __init__(self, process: subprocess.Popen[str], record: Path) -> None:
        self._process = process
        self._record = record
        self._lock = threading.Lock()
        self.url = self._answer()

    def command(self, what: str, how: object) -> None:
        """Have the lead API behave so, beginning before this returns."""
        with self._lock:
            assert self._process.stdin
            print(what, how, file=self._process.stdin, flush=True)
            self._answer()

    def created(self) -> list[Created]:
        """Return every lead that it ever created, by its own record."""
        return [
            Created(
                reference=next(iter(REFERENCE.findall(line)), ""),
                visitor=json.loads(line)["last_name"] or "",
            )
            for line in self._record.read_text().splitlines()
        ]

    def _answer(self) -> str:
        assert self._process.stdout
        answer = self._process.stdout.readline().rstrip()
        assert answer, "the lead API's process ended"
        return answer


@contextmanager
def running_upstream(folder: Path, leads_shape: str) -> Iterator[Upstream]:
    """Run a lead API as long as the context lasts; its record outlives it."""
    record = folder / "created.jsonl"
    record.touch()
    with (
        (folder / "upstream.log").open("w") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", __name__, str(record), leads_shape],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        yield Upstream(process, record)


def main(record: str, leads_shape: str) -> None:
    """Be the lead API's process."""
    with (
        Path(record).open("a") as kept,
        Sandbox(
            api_key=API_KEY,
            leads_shape="array" if leads_shape == "array" else "object",
            record=kept,
            late_seconds=LATE_SECONDS,
            stale_seconds=STALE_SECONDS,
        ) as sandbox,
    ):
        click.echo(sandbox.url)
        for line in sys.stdin:
            _obey(sandbox, *line.split())
            click.echo("done")


def _obey(sandbox: Sandbox, what: str, how: str) -> None:
    match what:
        case "mode":
            sandbox.mode = Mode(how)
        case "lookup_mode":
            sandbox.lookup_mode = LookupMode(how)
        case "flood":
            for channel in DEFAULT_CHANNELS:
                sandbox.flood(channel.id, int(how))


if __name__ == "__main__":
    main(*sys.argv[1:])
