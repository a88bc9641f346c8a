"""A site of several workers, each of which can be told from the others by its process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from tests.commands.processes import LEADFRAME
from tests.commands.world import PATIENCE_SECONDS, address_in

Line = dict[str, Any]
END: Line = {"message": "nobody holds the log any more"}


@dataclass
class Workers:
    """`leadframe serve` with two workers.

    Attributes:
        process: the parent.
        said: the lines of the log, as they come.
        url: where they listen.
        pids: the processes of the two that were ready first.
    """

    process: subprocess.Popen[str]
    said: SimpleQueue[Line] = field(default_factory=SimpleQueue)
    url: str = ""
    pids: tuple[int, ...] = ()

    def wait_for(self, message: str) -> Line:
        """Wait for the next line with this message."""
        while (line := self.said.get(timeout=PATIENCE_SECONDS))["message"] != message:
            assert line is not END, message
        return line

    def ready(self) -> int:
        """Wait until the next worker is ready and return its process."""
        return int(self.wait_for("a worker is ready")["worker"])

    def silent(self) -> None:
        """Wait until every process has ended."""
        self.wait_for(END["message"])

    def ended(self) -> int:
        """Wait for the parent's end and return its exit code."""
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def two_workers(folder: Path, env: Mapping[str, str], *arguments: str) -> Iterator[Workers]:
    """Run a site of two workers as long as the context lasts."""
    with subprocess.Popen(  # noqa: S603 - our own command
        [LEADFRAME, "serve", "--workers", "2", "--port", "0", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        site = Workers(process)
        listener = threading.Thread(target=_listen, args=(site,))
        listener.start()
        try:
            assert process.stdout
            site.url = address_in(process.stdout.readline())
            site.pids = (site.ready(), site.ready())
            yield site
        finally:
            process.terminate()
            site.ended()
            listener.join()


def _listen(site: Workers) -> None:
    assert site.process.stderr
    for line in site.process.stderr:
        site.said.put(json.loads(line) if line.startswith("{") else {"message": line})
    site.said.put(END)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """Stop a process in its tracks as long as the context lasts: whatever answers is another."""
    os.kill(pid, signal.SIGSTOP)
    while not _is_still(pid):
        pass  # until then one of its threads may take what is meant for another
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _is_still(pid: int) -> bool:
    tasks = Path(f"/proc/{pid}/task").glob("*/stat")
    return all(task.read_text().rpartition(")")[2].split()[0] == "T" for task in tasks)
