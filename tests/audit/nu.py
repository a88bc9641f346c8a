"""The Nu HTML checker (https://validator.github.io/validator/): HTML and CSS by the standards."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

JAR = Path(__file__).parents[2] / ".venv/node/nu/node_modules/vnu-jar/build/dist/vnu.jar"
# What it does not know yet, and why it is right all the same.
EXCEPTIONS = (
    # Of CSS Form Control Styling 1 and CSS Sizing 4; the checker's list of properties is older.
    re.compile(r"CSS: “field-sizing”: Property “field-sizing” doesn't exist\."),
    re.compile(r"CSS: “frame-sizing”: Property “frame-sizing” doesn't exist\."),
)


def faults_in(documents: Mapping[str, str], folder: Path, java: str) -> list[str]:
    """Check HTML documents, all in one call, and return errors and warnings.

    Which language a text is in is not guessed: a form's own texts stay in the form's languages.

    Args:
        documents: their HTML by a name for each.
        folder: where they are put for the checker.
        java: the program that runs it.
    """
    for name, html in documents.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    options = ["--also-check-css", "--no-langdetect", "--exit-zero-always"]
    done = subprocess.run(  # noqa: S603 - the checker and our own pages
        [java, "-jar", JAR, *options, "--format", "json", folder],
        check=True,
        capture_output=True,
        text=True,
    )
    messages = json.loads(done.stderr)["messages"]
    return [_told(message) for message in messages if not _is_excepted(message["message"])]


def _told(message: Mapping[str, str]) -> str:
    return f"{Path(message['url']).stem}: {message['message']} {message.get('extract', '')!r}"


def _is_excepted(text: str) -> bool:
    return any(exception.fullmatch(text) for exception in EXCEPTIONS)
