"""Reading small files that people write, and noticing when they have changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from leadframe.errors import UnreadableFileError

Fingerprint = tuple[int, int, int]
# Differs from every fingerprint, so that a file that failed once is read again.
UNREAD: Fingerprint = (-1, -1, -1)


class WatchedFiles:
    """Reads files, and remembers what each looked like just before it was read."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, Fingerprint] = {}

    def read_text(self, path: Path, *, most_bytes: int) -> str:
        """Return the text of a file, without a byte order mark.

        Raises:
            UnreadableFileError: it cannot be read, as in `read_bytes`, or is not UTF-8.
        """
        return _decode(self.read_bytes(path, most_bytes=most_bytes))

    def read_bytes(self, path: Path, *, most_bytes: int) -> bytes:
        """Return the content of a file.

        Raises:
            UnreadableFileError: it is missing, not a regular file (a pipe would make us wait)
                or too large.
        """
        self._seen[str(path)] = UNREAD
        try:
            before = path.stat()
            if not stat.S_ISREG(before.st_mode):
                raise UnreadableFileError("is not a regular file")
            with path.open("rb") as file:
                content = file.read(most_bytes + 1)
        except OSError as error:
            raise UnreadableFileError(f"cannot be read: {error.strerror}") from error
        except ValueError:
            raise UnreadableFileError("cannot be read: its name holds a NUL") from None
        self._seen[str(path)] = _fingerprint(before)
        if len(content) > most_bytes:
            raise UnreadableFileError(f"is larger than {most_bytes // 1024} KB")
        return content

    def have_changed(self) -> bool:
        """Tell whether any of the files differs from what was read, or could not be read."""
        return any(_look_at(path) != seen for path, seen in self._seen.items())


def is_gone(path: Path) -> bool:
    """Tell whether there is nothing by this name; a file that cannot be looked at is not gone."""
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path, its symbolic links followed, stays in a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _look_at(path: str) -> Fingerprint | None:
    try:
        # With 10,000 forms it is done thousands of times a second, and Path takes a quarter longer.
        return _fingerprint(os.stat(path))  # noqa: PTH116
    except (OSError, ValueError):
        return None


def _fingerprint(status: os.stat_result) -> Fingerprint:
    return status.st_mtime_ns, status.st_size, status.st_ino


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(f"is not UTF-8 in line {line}; save it as UTF-8") from None
