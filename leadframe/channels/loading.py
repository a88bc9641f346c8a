"""From one channel file to the definition of its form."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from leadframe.channels.by_mode import MODES, ByMode
from leadframe.channels.faults import explain
from leadframe.channels.files import WatchedFiles, is_inside
from leadframe.channels.logo import Logo
from leadframe.channels.model import LOADER_KEYS, FormDefinition
from leadframe.channels.secret_values import SECRET_KEYS, reveal
from leadframe.errors import ChannelFileError, UnreadableFileError

SUFFIX = ".toml"
LARGEST_FILE_BYTES = 256 * 1024
LARGEST_SECRET_BYTES = 4 * 1024
LARGEST_LOGO_BYTES = 128 * 1024
VERSION_LENGTH = 16
SLUG = re.compile(r"[a-z0-9-]{1,64}")
# What people most often mean by what the TOML parser calls these.
HINTS = {
    "Invalid value": "; put texts in quotes",
    "Cannot overwrite a value": "; the key is there twice",
}


def is_slug(name: str) -> bool:
    """Tell whether a name may be a form's public name: a to z, 0 to 9 and -, at most 64."""
    return bool(SLUG.fullmatch(name))


def load_form(path: Path, *, environment: Mapping[str, str], files: WatchedFiles) -> FormDefinition:
    """Read one channel file; its name without `.toml` is the form's slug.

    Args:
        path: the file; its symbolic links may not lead out of its folder.
        environment: where the file's "${VARIABLE}" secrets are looked up.
        files: reads the file and the files that it names.

    Raises:
        ChannelFileError: the file cannot be used; each fault is one line with key and remedy.
    """
    text = _read(path, files)
    values = _parse(path.name, text)
    secrets, faults = _reveal_secrets(values, path.parent, environment, files)
    logos, faults_of_logos = _open_logos(values.get("theme"), path.parent, files)
    faults += faults_of_logos
    faults += [f"{key}: this is not a key" for key in LOADER_KEYS if key in values]
    unsecret = {key: value for key, value in values.items() if key not in SECRET_KEYS}
    own = {"slug": path.stem, "version": _digest(text), "logos": logos}
    try:
        definition = FormDefinition.model_validate({**unsecret, **secrets, **own})
    except ValidationError as error:
        raise ChannelFileError(path.name, faults + explain(error, values)) from None
    if faults:
        raise ChannelFileError(path.name, faults)
    return definition


def _read(path: Path, files: WatchedFiles) -> str:
    if not is_slug(path.stem):
        raise ChannelFileError(path.name, ["name the file with a to z, 0 to 9 and - alone"])
    if not is_inside(path, path.parent):
        raise ChannelFileError(path.name, ["its symbolic link leads out of the folder"])
    try:
        return files.read_text(path, most_bytes=LARGEST_FILE_BYTES)
    except UnreadableFileError as error:
        raise ChannelFileError(path.name, [f"the file {error}"]) from error


def _parse(file: str, text: str) -> dict[str, Any]:
    try:
        return {key: _frozen(value) for key, value in tomllib.loads(text).items()}
    except RecursionError:
        raise ChannelFileError(file, ["its tables or lists are nested too deeply"]) from None
    except ValueError as error:  # tomllib's own, and Python's limit on the digits of a number
        last_line = text.count("\n") + 1
        message = str(error).replace("at end of document", f"at line {last_line}, the end")
        hint = next((HINTS[start] for start in HINTS if message.startswith(start)), "")
        raise ChannelFileError(file, [f"this is not TOML: {message}{hint}"]) from None


def _frozen(value: Any) -> Any:
    """Turn the lists of a TOML value into tuples."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def _reveal_secrets(
    values: Mapping[str, Any], folder: Path, environment: Mapping[str, str], files: WatchedFiles
) -> tuple[dict[str, str], list[str]]:
    """Return the secrets that could be found, and a fault for each that could not."""

    def read_file(name: str) -> str:
        return files.read_text(folder / name, most_bytes=LARGEST_SECRET_BYTES)

    secrets: dict[str, str] = {}
    faults = []
    for key in SECRET_KEYS:
        if key not in values:
            continue
        try:
            secrets[key] = reveal(values[key], environment=environment, read_file=read_file)
        except ValueError as error:
            faults.append(f"{key}: {error}")
    return secrets, faults


def _open_logos(theme: object, folder: Path, files: WatchedFiles) -> tuple[ByMode[Logo], list[str]]:
    """Return the logos that a theme names, and a fault for each that cannot be used.

    What is not even a file's name is left for the model to refuse.
    """
    given = theme.get("logo") if isinstance(theme, dict) else None
    table = given if isinstance(given, dict) else {"light": given}
    logos = {}
    faults = []
    for mode in MODES:
        if not isinstance(name := table.get(mode), str):
            continue
        try:
            logos[mode] = _open_logo(folder / name, folder, files)
        except (UnreadableFileError, ValueError) as error:
            faults.append(f"theme.logo: the file {json.dumps(name, ensure_ascii=False)} {error}")
    return ByMode(**logos), faults


def _open_logo(path: Path, folder: Path, files: WatchedFiles) -> Logo:
    if not is_inside(path, folder):
        raise ValueError("is not in the channel file's folder")
    return Logo.of(files.read_bytes(path, most_bytes=LARGEST_LOGO_BYTES))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]
