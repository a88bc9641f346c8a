"""Every command that the pages name can be run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
import requests

from leadframe.channels.files import WatchedFiles
from leadframe.channels.loading import load_form
from tests.channels.files import CHANNEL, write
from tests.commands.processes import kept_port
from tests.commands.world import command, commands_of
from tests.docs.pages import ROOT, code_blocks, pages

TIMEOUT_SECONDS = 30
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_LINES = [
    line.partition("#")[0].strip()
    for text in pages().values()
    for block in code_blocks(text, "sh")
    for line in block.splitlines()
]
INLINE = [code for text in pages().values() for code in re.findall(r"`([^`\n]+)`", text)]
NAMED = sorted({code for code in [*SHELL_LINES, *INLINE] if code})
MAKE = sorted({found[1] for code in NAMED if (found := re.search(r"\bmake (\w+)", code))})
LEADFRAME = [code.split()[1:] for code in NAMED if code.startswith("leadframe ")]
MAKE_PROGRAM = str(shutil.which("make"))


def test_the_pages_name_commands_at_all() -> None:
    assert {"dev", "test", "bench"} <= set(MAKE)
    assert ["channels", "check"] in LEADFRAME


@pytest.mark.parametrize("target", sorted({*MAKE, "setup", "dev", "test", "check", "bench"}))
def test_every_make_target_has_a_recipe(target: str) -> None:
    dry_run = subprocess.run(  # noqa: S603 - our own Makefile, and nothing is executed
        [MAKE_PROGRAM, "--dry-run", "--always-make", target],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert dry_run.returncode == 0, dry_run.stderr
    assert ".venv/bin/" in dry_run.stdout


@pytest.mark.parametrize("port", ["5000", "8080"])
def test_make_dev_starts_the_preview_on_the_port_it_is_told(port: str) -> None:
    dry_run = subprocess.run(  # noqa: S603 - our own Makefile, and nothing is executed
        [MAKE_PROGRAM, "--dry-run", "dev"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | ({"PORT": port} if port != "5000" else {}),
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"leadframe preview --port {port}\n" in dry_run.stdout


@pytest.mark.parametrize("words", LEADFRAME, ids=" ".join)
def test_every_leadframe_command_is_understood(words: list[str]) -> None:
    at: click.Command = command({})
    for word in words:
        if isinstance(at, click.Group) and not word.startswith("-"):
            assert word in commands_of(at), words
            at = commands_of(at)[word]
    options = {name for parameter in at.params for name in parameter.opts} | {"--help", "--version"}

    assert {word for word in words if word.startswith("--")} <= options


def test_the_readmes_channel_file_is_one(tmp_path: Path) -> None:
    (file,) = code_blocks(README, "toml")
    path = write(tmp_path, "acme", file)

    form = load_form(path, environment={"ACME_CHANNEL_ID": CHANNEL}, files=WatchedFiles())

    assert f"`/f/{form.slug}`" in README


def test_the_readmes_way_into_production_leads_there(tmp_path: Path) -> None:
    (block,) = [block for block in code_blocks(README, "sh") if "leadframe serve" in block]
    (channel_file,) = code_blocks(README, "toml")
    (tmp_path / "channels").mkdir()
    write(tmp_path / "channels", "acme", channel_file)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    with (
        kept_port() as port,
        subprocess.Popen(  # noqa: S603 - our own README
            [str(shutil.which("sh")), "-c", f"set -e\n{block}".replace("8000", str(port))],
            cwd=tmp_path,
            env={"PATH": path, "ACME_CHANNEL_ID": CHANNEL},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        ) as shell,
    ):
        assert shell.stdout
        lines = [shell.stdout.readline(), shell.stdout.readline()]
        answer = requests.get(f"http://127.0.0.1:{port}/f/acme", timeout=TIMEOUT_SECONDS)
        os.killpg(shell.pid, signal.SIGTERM)

    assert lines[0] == "1 usable, 0 to mend\n"
    assert lines[1].startswith("Leadframe listens on ")
    assert answer.status_code == requests.codes.ok
    assert "Deal size" in answer.text
