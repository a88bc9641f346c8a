from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, time

import pytest

from leadframe import logs
from leadframe.settings import read_settings
from tests.site import SECRET_KEY

log = logging.getLogger("leadframe.somewhere")
SECRET = "ada@example.com"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger("leadframe")
    before = (root.handlers, root.level, root.propagate)
    yield
    root.handlers, root.propagate = before[0], before[2]
    root.setLevel(before[1])


def configure(*, form: str = "json", level: str = "info") -> None:
    environment = {"SECRET_KEY": SECRET_KEY, "LOG_FORMAT": form, "LOG_LEVEL": level}
    logs.configure(read_settings({f"LEADFRAME_{name}": text for name, text in environment.items()}))


def stumble() -> None:
    try:
        int(SECRET)
    except ValueError:
        log.exception("stumbled", extra={"form": "acme", "try": None})


def test_a_machine_reads_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure()

    log.info("sent %d to %s", 1, "Ærø", extra={"form": "acme", "seconds": 0.5, "what": {1}})

    line = json.loads(capsys.readouterr().err)
    assert datetime.fromisoformat(line.pop("at")).utcoffset() is not None
    assert line == {
        "level": "info",
        "logger": "leadframe.somewhere",
        "message": "sent 1 to Ærø",
        "form": "acme",
        "seconds": 0.5,
        "what": "{1}",
    }


def test_a_person_reads_a_line_of_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure(form="text")

    log.warning("paused", extra={"form": "acme", "why": None})

    at, _space, words = capsys.readouterr().err.partition(" ")
    assert time.fromisoformat(at).tzinfo is None
    assert words == "warning paused form=acme\n"


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_is_named_and_its_text_kept_back(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    configure(form=form)

    stumble()

    logged = capsys.readouterr().err
    assert SECRET not in logged
    assert "Traceback" not in logged
    assert "ValueError" in logged
    assert "acme" in logged


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_that_is_logged_can_look_like_another_line(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    configure(form=form)

    log.info("one\r\ntwo", extra={"method": "GET\n12:00:00 error   forged\x1b[31m\x85"})

    logged = capsys.readouterr().err
    assert len(logged.splitlines()) == 1
    assert "\x1b" not in logged
    assert "forged" in logged


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure(level="error")

    log.warning("hardly worth it")
    log.error("worth it")

    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == [
        "worth it"
    ]


def test_configuring_twice_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    configure()

    log.info("once")

    assert len(capsys.readouterr().err.splitlines()) == 1
