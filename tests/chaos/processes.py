"""Processes of ours that are killed, frozen and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

LEADFRAME = str(Path(sys.executable).with_name("leadframe"))


class Member:
    """One process of a site, which may live many times; safe for several threads at once.

    Args:
        name: what it is called; its log is called so too.
        arguments: of the `leadframe` command.
        folder: where it runs, and where its log goes.
        environment: its settings.
    """

    def __init__(
        self, name: str, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._command = [LEADFRAME, *arguments]
        self._folder = folder
        self._log = folder / f"{name}.log"
        self._environment = {"PATH": os.environ["PATH"], **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._is_wanted = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start it, unless it lives; that it is ready is not waited for."""
        with self._lock:
            self._is_wanted = True
            self._launch()

    def keep_alive(self) -> None:
        """Start it again if it ended by itself, as one does that finds no database."""
        with self._lock:
            if self._is_wanted:
                self._launch()

    def kill(self) -> None:
        """Kill it as only the system can (kill -9), frozen or not; it stays dead until started."""
        with self._lock:
            self._is_wanted = False
            if self._process:
                self._process.kill()
                self._process.wait()

    def freeze(self) -> None:
        """Stop it in its tracks (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on as if nothing had been (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        with self._lock:
            if self._process and self._lives():
                self._process.send_signal(number)

    def _launch(self) -> None:
        if self._lives():
            return
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )

    def _lives(self) -> bool:
        return self._process is not None and self._process.poll() is None
