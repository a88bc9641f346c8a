"""What the tests of the commands share: settings, and the command in this process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click
from click.testing import CliRunner, Result

from app import create_app, words
from leadframe import sandbox
from leadframe.commands import Wiring, build_command
from leadframe.commands.stopping import StopSignal
from leadframe.delivery import open_ledger
from leadframe.ledger import Ledger
from leadframe.settings import read_settings
from leadframe.web import preview
from tests.site import EXAMPLES, SECRET_KEY

PATIENCE_SECONDS = 30


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a site in `folder`; settings are written API_KEY="..."."""
    ours = {
        "SECRET_KEY": SECRET_KEY,
        "API_URL": "http://127.0.0.1:9/",
        "CHANNELS_DIR": str(EXAMPLES),
        "DATABASE_URL": f"sqlite:///{folder}/leadframe.db",
        "CONNECT_SECONDS": "1",
        "DEADLINE_SECONDS": "5",
        "BACKOFF_SECONDS": "0.1",
        "WAIT_SECONDS": "0",
    }
    return {f"LEADFRAME_{name}": value for name, value in {**ours, **settings}.items()}


def opened_ledger(env: Mapping[str, str]) -> Ledger:
    """Open the ledger of a site beside its own processes."""
    return open_ledger(read_settings(env))


def command(env: Mapping[str, str], *, user_name: Callable[[], str] = str) -> click.Group:
    return build_command(
        Wiring(
            environment=env,
            create_app=create_app,
            sandbox=lambda: sandbox,
            preview=lambda: preview,
            words=words,
            examples=EXAMPLES,
            user_name=user_name,
        )
    )


def commands_of(group: click.Group) -> dict[str, click.Command]:
    """Return the commands of a group by their names, loaded where they were not yet."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: one for name, one in found.items() if one}


def run(
    env: Mapping[str, str],
    *arguments: str,
    typed: str = "",
    user_name: Callable[[], str] = lambda: "kim",
) -> Result:
    """Run a command that ends by itself."""
    result = CliRunner().invoke(command(env, user_name=user_name), arguments, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@dataclass
class Ran:
    """How a command that was stopped ended."""

    exit_code: object
    lines: list[str]


def run_until(
    env: Mapping[str, str], *arguments: str, then: Callable[[str], None], lines: int = 1
) -> Ran:
    """Run a command in this process; once it has said so many lines do `then`, and send SIGTERM.

    `then` gets the last line, in a thread of its own.
    """
    said: list[str] = []

    def act(out: IO[str]) -> None:
        try:
            said.extend(out.readline() for _ in range(lines))
            if said[-1]:
                then(said[-1])
        except AssertionError as fault:
            faults.append(fault)
        finally:
            signal.pthread_kill(main_thread, signal.SIGTERM)
            said.extend(out)

    faults: list[AssertionError] = []
    exit_code: object = None
    main_thread = threading.get_ident()
    reading, writing = os.pipe()
    # Kept back once more around it: what comes too late for the command must not end the run.
    with StopSignal(), os.fdopen(reading) as out:
        actor = threading.Thread(target=act, args=(out,))
        with os.fdopen(writing, "w", buffering=1) as stdout, redirect_stdout(stdout):
            actor.start()
            try:
                command(env)(arguments)
            except SystemExit as ended:
                exit_code = ended.code
        actor.join()
    assert not faults, faults
    return Ran(exit_code=exit_code, lines=[line.strip() for line in said if line])


def address_in(line: str) -> str:
    """Return the address that a line ends with."""
    return line.rstrip().rpartition(" ")[2]
