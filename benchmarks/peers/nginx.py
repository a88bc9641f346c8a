"""nginx from Debian, with a configuration and a folder of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import TIMEOUT_SECONDS, Server, end

# Started by root, its workers would be a user's who may not read the folder.
CONFIGURATION = """
{user}
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/errors.log;
events {{}}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  open_file_cache max=100;
  default_type "text/html; charset=utf-8";
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
  }}
}}
"""


def find_nginx() -> str | None:
    """Return the program, if it is installed; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def nginx(program: str, folder: Path, target: str, page: bytes) -> Iterator[Server]:
    """Serve a page at a path from a file as long as the context lasts.

    Args:
        program: nginx.
        folder: an empty folder of its own.
        target: the page's path.
        page: its bytes.
    """
    file = folder / target.lstrip("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(page)
    port = _free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(user=user, folder=folder, port=port))
    # -e: until it has read where to, it writes its errors where only root may.
    command = (program, "-e", str(folder / "errors.log"), "-c", str(configuration))
    with subprocess.Popen(  # noqa: S603 - Debian's nginx
        command, text=True, start_new_session=True
    ) as process:
        try:
            _wait_for(port, process)
            yield Server(url=f"http://127.0.0.1:{port}", process=process)
        finally:
            end(process)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Return when it listens; it says so nowhere.

    Raises:
        RuntimeError: it ended instead.
    """
    for _ in range(TIMEOUT_SECONDS * 100):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError("nginx does not listen")
