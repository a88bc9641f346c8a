from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
import requests

from tests.commands.processes import kept_port, started
from tests.commands.visitor import TIMEOUT_SECONDS, send
from tests.commands.world import address_in, run, run_until
from tests.site import EXAMPLES

SECRET = Path("instance/preview-secret-key")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path) -> Iterator[None]:
    with chdir(tmp_path):
        yield


@pytest.fixture
def port() -> Iterator[int]:
    with kept_port(following=1) as kept:
        yield kept


def page_at(address: str) -> str:
    answer = requests.get(address, timeout=TIMEOUT_SECONDS)
    assert answer.status_code == requests.codes.ok
    return answer.text


def test_it_shows_the_examples_and_what_its_sandbox_received(port: int) -> None:
    def visit(line: str) -> None:
        url = address_in(line)
        assert "contact" in page_at(url)
        send(url)
        assert "alex@example.com" in page_at(f"http://127.0.0.1:{port + 1}/received")

    ran = run_until(
        {"LEADFRAME_WAIT_SECONDS": "20"}, "preview", "--port", str(port), then=visit, lines=2
    )

    assert ran.exit_code == 0
    assert ran.lines == [
        f"The sandbox listens on http://127.0.0.1:{port + 1}/",
        f"Leadframe listens on http://127.0.0.1:{port}/",
    ]


def test_its_page_sets_the_sandboxs_mode_and_sets_it_back(port: int) -> None:
    def visit(line: str) -> None:
        for mode in ("502-html", "ok"):
            set_mode = {"mode": mode, "form": "contact"}
            address = f"{address_in(line)}preview/mode"
            page = requests.post(address, data=set_mode, timeout=TIMEOUT_SECONDS)
            assert page.status_code == requests.codes.ok
        send(address_in(line))
        assert "alex@example.com" in page_at(f"http://127.0.0.1:{port + 1}/received")

    settings = {"LEADFRAME_WAIT_SECONDS": "20"}
    run_until(settings, "preview", "--port", str(port), then=visit, lines=2)


@pytest.mark.usefixtures("umask")
def test_the_secret_key_is_made_once_for_its_owner_alone(port: int) -> None:
    keys = []
    for _start in range(2):
        run_until({}, "preview", "--port", str(port), then=lambda _line: None, lines=2)
        keys.append(SECRET.read_text(encoding="utf-8"))

    assert keys[0] == keys[1]
    assert len(keys[0]) == 64
    assert {file.stat().st_mode & 0o777 for file in SECRET.parent.iterdir()} == {0o600}
    assert SECRET.parent.stat().st_mode & 0o777 == 0o700


def test_what_the_environment_says_goes_before_what_suits_development(
    tmp_path: Path, port: int
) -> None:
    (tmp_path / "mine").mkdir()
    shutil.copy(EXAMPLES / "contact.toml", tmp_path / "mine" / "acme.toml")
    key = tmp_path / "key"
    key.write_text("k" * 40, encoding="utf-8")
    env = {
        "LEADFRAME_CHANNELS_DIR": "mine",
        "LEADFRAME_DATABASE_URL": "sqlite:///mine.db",
        "LEADFRAME_SECRET_KEY_FILE": str(key),
        "LEADFRAME_API_KEY": "",
    }

    def visit(line: str) -> None:
        assert "acme" in page_at(address_in(line))

    run_until(env, "preview", "--port", str(port), then=visit, lines=2)

    assert Path("mine.db").exists()
    assert not Path("instance/preview.db").exists()


@pytest.mark.parametrize("which", [0, 1])
def test_a_taken_port_is_one_clear_line(port: int, which: int) -> None:
    with socket.create_server(("127.0.0.1", port + which)):
        result = run({}, "preview", "--port", str(port))

    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == (
        f"leadframe: cannot listen on 127.0.0.1:{port + which}: Address already in use"
    )


def test_the_last_port_has_none_after_it() -> None:
    assert run({}, "preview", "--port", "65535").exit_code == 2


def test_as_a_process_it_runs_until_sigterm(tmp_path: Path, port: int) -> None:
    with started(tmp_path, {}, "preview", "--port", str(port)) as preview:
        assert "Leadframe listens" in (line := preview.line())
        assert "contact" in page_at(address_in(line))
        preview.terminate()

        assert preview.ended() == 0
    assert (tmp_path / SECRET).exists()
