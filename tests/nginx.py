"""An nginx of the tests' own, configured as the documentation says."""

from __future__ import annotations

import grp
import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.programs import need
from tests.commands.processes import kept_port
from tests.docs.pages import code_blocks, page

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def running_nginx(folder: Path, upstream: str) -> Iterator[str]:
    """Run nginx before a server as long as the context lasts, and give its address."""
    program = need("nginx")
    (example,) = code_blocks(page("performance.md"), "nginx")
    command = (program, "-c", f"{folder}/nginx.conf", "-e", "stderr")
    with kept_port() as port:
        server = (
            example.replace("listen 80;", f"listen 127.0.0.1:{port};")
            .replace("http://127.0.0.1:8000", upstream)
            .replace("/var/cache/nginx/leadframe", f"{folder}/pages")
        )
        (folder / "nginx.conf").write_text(_whole(folder, server))
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - nginx
            assert process.stderr
            try:
                assert any("start worker process " in line for line in process.stderr)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def _whole(folder: Path, server: str) -> str:
    user, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    return f"""
        daemon off;
        user {user} {group};
        worker_processes 1;
        pid {folder}/nginx.pid;
        error_log stderr notice;
        events {{}}
        http {{ access_log off; {places} {server} }}
    """
