from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

import click
import pytest

from app import main
from tests.commands.processes import finished
from tests.commands.world import command, commands_of, run

GROUPS = [(), ("channels",), ("leads",)]


def paths(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, one in commands_of(group).items():
        if isinstance(one, click.Group):
            yield from paths(one, (*path, name))
        else:
            yield (*path, name)


def found_at(path: tuple[str, ...]) -> click.Command:
    found: click.Command = command({})
    for name in path:
        assert isinstance(found, click.Group)
        found = commands_of(found)[name]
    return found


PATHS = list(paths(command({})))


def test_these_are_the_commands() -> None:
    assert {" ".join(path) for path in PATHS} == {
        "",
        "serve",
        "courier",
        "sandbox",
        "preview",
        "channels",
        "channels list",
        "channels check",
        "channels embed",
        "channels resume",
        "leads",
        "leads list",
        "leads show",
        "leads retry",
        "leads settle",
        "leads release",
        "leads recover",
        "leads export",
        "leads purge",
        "leads reencrypt",
    }


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself_without_any_setting(
    path: tuple[str, ...], option: str
) -> None:
    result = run({}, *path, option)

    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: {' '.join(('leadframe', *path))} ")


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_and_every_option_has_a_help_text(path: tuple[str, ...]) -> None:
    found = found_at(path)

    assert found.help
    for parameter in found.params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.name


def test_the_exit_codes_are_in_the_help() -> None:
    help_text = " ".join(run({}, "--help").output.split())

    assert "Exit codes: 0 done; 1 it could not be done" in help_text
    assert "2 wrong use or settings" in help_text


@pytest.mark.parametrize("arguments", [["shine"], ["serve", "--shine"], ["leads", "show"]])
def test_wrong_use_is_code_2(arguments: list[str]) -> None:
    assert run({}, *arguments).exit_code == 2


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert version("leadframe") in capsys.readouterr().out


def test_the_command_is_installed(tmp_path_factory: pytest.TempPathFactory) -> None:
    ended = finished(tmp_path_factory.mktemp("cwd"), {}, "--help")

    assert ended.returncode == 0
    assert ended.stdout.startswith("Usage: leadframe ")
