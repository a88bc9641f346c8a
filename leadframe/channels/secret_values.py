"""The secrets of a channel file: a literal, an environment variable or a file of their own.

No message made here holds any part of a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from leadframe.errors import UnreadableFileError

SECRET_KEYS = ("channel_id", "api_key")
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def reveal(
    given: object, *, environment: Mapping[str, str], read_file: Callable[[str], str]
) -> str:
    """Return the secret that a channel file means.

    Args:
        given: a text, "${VARIABLE}" or {"file": path}.
        environment: where variables are looked up.
        read_file: returns the text of a file, by the path as given.

    Raises:
        ValueError: there is no such secret; the message says what to do.
    """
    if isinstance(given, str):
        secret = _from_text(given, environment)
    elif isinstance(given, dict) and list(given) == ["file"] and isinstance(given["file"], str):
        secret = _from_file(given["file"], read_file)
    else:
        raise ValueError('write a text in quotes, "${VARIABLE}" or { file = "path" }')
    if not secret.strip():
        raise ValueError("the secret is empty")
    return secret.strip()


def _from_text(given: str, environment: Mapping[str, str]) -> str:
    if "${" not in given:
        return given
    variable = VARIABLE.fullmatch(given.strip())
    if not variable:
        raise ValueError('write a variable as "${NAME}", with nothing before or after it')
    name = variable[1]
    if name not in environment:
        raise ValueError(f"the environment variable {name} is not set; set it and start again")
    return environment[name]


def _from_file(path: str, read_file: Callable[[str], str]) -> str:
    try:
        return read_file(path)
    except UnreadableFileError as error:
        raise ValueError(
            f'the file "{path}" {error}; a relative path starts at the channel file\'s folder'
        ) from error
