"""A PostgreSQL server of the tests' own, to be stopped and killed at will."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from sqlalchemy import make_url

REQUIRE_ALL = "LEADFRAME_TEST_REQUIRE_ALL"
DEBIAN = Path("/usr/lib/postgresql")
SUPERUSER = "postgres"


def find_binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest if there are several."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def need_binaries() -> Path:
    """Return the same; without it the test is skipped, or fails where all must run."""
    if folder := find_binaries():
        return folder
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"PostgreSQL is not installed, and {REQUIRE_ALL} is set")
    pytest.skip("PostgreSQL is not installed")


class Cluster:
    """One server in a folder of its own, reached by a socket there: no port to collide on.

    What it has confirmed it keeps through every stop, a crash of its processes included; a fall of
    the machine only if it waits for the disk, as a server does that is not for tests.

    Args:
        binaries: the folder of PostgreSQL's programs.
        folder: an empty folder, which the server's user may enter.
        waits_for_disk: whether what it has confirmed has reached the disk.
    """

    def __init__(self, binaries: Path, folder: Path, *, waits_for_disk: bool) -> None:
        self._binaries = binaries
        self._folder = folder
        self._fsync = "on" if waits_for_disk else "off"
        self._user = _unprivileged_user()
        self._numbers = count(1)
        if self._user:
            shutil.chown(folder, self._user)
        # -N: before it is started nothing need reach the disk.
        options = f"--username={SUPERUSER} --auth=trust --encoding=UTF8 --no-locale -N"
        self._run("initdb", *options.split())

    def start(self) -> None:
        """Start the server, and return when it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync={self._fsync}"
        self._run("pg_ctl", "start", "-w", "-o", options, "-l", f"{self._folder}/log")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop the server if it runs: "fast" breaks connections off, "immediate" is a crash."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-m", mode)

    def new_database(self, *, template: str = "template1") -> str:
        """Create a database; return its URL.

        Args:
            template: the name or the URL of the database it is a copy of; nobody may be
                connected to that.
        """
        name = f"leads_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {_name_in(template)}")
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self._folder}"

    def drop_database(self, url: str) -> None:
        """Remove a database with whatever is connected to it."""
        self.execute(f"DROP DATABASE {_name_in(url)} WITH (FORCE)")

    def execute(self, statement: str, *, url: str | None = None) -> list[tuple[object, ...]]:
        """Run a statement as the superuser, in a database or outside of all."""
        database = _name_in(url) if url else "postgres"
        address = f"host={self._folder} user={SUPERUSER} dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            [self._binaries / program, "-D", self._folder / "data", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )


@contextmanager
def running_cluster(binaries: Path, *, waits_for_disk: bool = False) -> Iterator[Cluster]:
    """Run a server as long as the context lasts; tests need not wait for the disk."""
    # Not in pytest's folder, which only its own user may enter; and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="leadframe-"))
    try:
        cluster = Cluster(binaries, folder, waits_for_disk=waits_for_disk)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder)


def _name_in(url: str) -> str:
    return make_url(url).database or "" if "://" in url else url


def _unprivileged_user() -> str | None:
    """Return the user to run PostgreSQL as, which refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return SUPERUSER if SUPERUSER in users else "nobody"
