"""A Redis server of the tests' own, to be stopped and started at will."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class RedisServer:
    """One server on loopback, which forgets everything when it is stopped."""

    program: str
    port: int
    folder: Path
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """The address to count at, with more patience than production has: machines are slow."""
        patience = "socket_connect_timeout=20&socket_timeout=20"
        return f"redis://127.0.0.1:{self.port}/0?{patience}"

    def start(self) -> None:
        """Start the server, and return when it answers."""
        options = f"--port {self.port} --bind 127.0.0.1 --dir {self.folder} --appendonly no --save"
        self._process = subprocess.Popen(  # noqa: S603 - Redis' own program
            [self.program, *options.split(), ""], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        assert any("Ready to accept connections" in line for line in self._process.stdout)

    def stop(self) -> None:
        """Stop the server if it runs."""
        if self._process:
            with self._process as process:
                process.terminate()
        self._process = None


@contextmanager
def running_redis(program: str, folder: Path) -> Iterator[RedisServer]:
    """Run a server as long as the context lasts, on a port that stays its own while it is down."""
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        server = RedisServer(program, keeper.getsockname()[1], folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
