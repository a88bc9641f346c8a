"""All the forms of a folder, each as its file says now."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leadframe.channels.files import WatchedFiles, is_gone
from leadframe.channels.loading import SUFFIX, is_slug, load_form
from leadframe.channels.model import FormDefinition
from leadframe.errors import ChannelFileError, UnknownFormError

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
LONG_AGO = float("-inf")


@dataclass(slots=True)
class _Entry:
    """What is known of one file since it was read; only `looked_at` ever changes."""

    looked_at: float
    files: WatchedFiles
    definition: FormDefinition | None
    fault: ChannelFileError | None = None


class Catalog:
    """The forms of a folder of channel files.

    A file is read when it is first asked for, and looked at again when it is asked for more
    than LOOK_SECONDS later; there is no thread and no restart. While a file is broken its last
    good version stays in service. All methods may be called from any thread, and `get` of a
    form in service takes no lock.

    Args:
        folder: where the `<slug>.toml` files are.
        environment: where their "${VARIABLE}" secrets are looked up.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._environment = environment
        self.clock = clock
        self._entries: dict[str, _Entry] = {}
        self._reading = threading.Lock()

    def get(self, slug: str) -> FormDefinition:
        """Return a form as its file says now, or said when it was last in order.

        Raises:
            UnknownFormError: there is no such file, or it never was in order.
        """
        entry = self._current(slug)
        if entry is None or entry.definition is None:
            raise UnknownFormError(f"no form goes by {slug[:64]!r}")
        return entry.definition

    def get_at_hand(self, slug: str) -> FormDefinition | None:
        """Return what `get` returns if no file is to be read for it, else None.

        It looks at the files as `get` does, but reads none.
        """
        entry = self._entries.get(slug)
        if entry is not None and self._is_fresh(entry):
            return entry.definition
        return self.look_at_hand(slug)

    def look_at_hand(self, slug: str) -> FormDefinition | None:
        """Return what `get_at_hand` returns, and look at the files whenever that was last done."""
        entry = self._entries.get(slug)
        if entry is None:
            return None
        if entry.files.have_changed():
            entry.looked_at = LONG_AGO  # whoever may read files does it now
            return None
        entry.looked_at = self.clock()
        return entry.definition

    def slugs(self) -> list[str]:
        """Return the slugs of all forms that `get` would return, sorted.

        Reads every file that was not read before.
        """
        return [slug for slug, entry in self._entries_in_folder() if entry.definition]

    def faults(self) -> list[ChannelFileError]:
        """Return what is wrong in the folder, one error for each file, sorted by name.

        Reads every file that was not read before.
        """
        try:
            misnamed = [name for name in self._names() if not is_slug(_slug_of(name))]
        except OSError as error:
            remedy = "create the folder, or set LEADFRAME_CHANNELS_DIR"
            return [ChannelFileError(str(self._folder), [f"{error.strerror}; {remedy}"])]
        faults = [_misnamed(name) for name in misnamed]
        faults += [entry.fault for _slug, entry in self._entries_in_folder() if entry.fault]
        return sorted(faults, key=lambda fault: fault.file)

    def _current(self, slug: str) -> _Entry | None:
        entry = self._entries.get(slug)
        if entry is not None and self._is_fresh(entry):
            return entry
        return self._look(slug, entry)

    def _is_fresh(self, entry: _Entry) -> bool:
        return self.clock() - entry.looked_at <= LOOK_SECONDS

    def _look(self, slug: str, entry: _Entry | None) -> _Entry | None:
        """Return what is known of a file after looking whether it is still the same."""
        now = self.clock()
        if entry is not None:
            entry.looked_at = now  # first of all: others meanwhile go on with what is in service
            if not entry.files.have_changed():
                return entry
        elif not is_slug(slug):
            return None
        with self._reading:
            if self._entries.get(slug) is entry:  # else another thread has just read it
                self._read(slug, entry, now)
            return self._entries.get(slug)

    def _read(self, slug: str, before: _Entry | None, now: float) -> None:
        path = self._folder / f"{slug}{SUFFIX}"
        if is_gone(path):
            self._entries.pop(slug, None)
            return
        files = WatchedFiles()
        try:
            form = load_form(path, environment=self._environment, files=files)
            self._entries[slug] = _Entry(now, files, form)
        except ChannelFileError as fault:
            last_good = before.definition if before else None
            self._entries[slug] = _Entry(now, files, last_good, fault)
            _report(slug, fault, before)

    def _names(self) -> Iterator[str]:
        """Yield the names of all channel files; a dot in front marks an editor's own files."""
        with os.scandir(self._folder) as files:
            for file in files:
                if file.name.lower().endswith(SUFFIX) and not file.name.startswith("."):
                    yield file.name

    def _entries_in_folder(self) -> Iterator[tuple[str, _Entry]]:
        try:
            slugs = {_slug_of(name) for name in self._names()}
        except OSError:  # `faults` tells of it
            return
        self._forget_all_but(slugs)
        for slug in sorted(slugs):
            if entry := self._current(slug):
                yield slug, entry

    def _forget_all_but(self, slugs: set[str]) -> None:
        with self._reading:
            for slug in self._entries.keys() - slugs:
                del self._entries[slug]


def _slug_of(name: str) -> str:
    """Return a file's slug; a name such as ACME.TOML keeps its ending and so is none."""
    return name.removesuffix(SUFFIX)


def _misnamed(name: str) -> ChannelFileError:
    readable = os.fsencode(name).decode(errors="backslashreplace")
    remedy = "name the file with a to z, 0 to 9 and - (at most 64), and .toml"
    return ChannelFileError(readable, [remedy])


def _report(slug: str, fault: ChannelFileError, before: _Entry | None) -> None:
    """Log a fault, unless it is the one that was logged before."""
    if before and before.fault and before.fault.faults == fault.faults:
        return
    in_service = bool(before and before.definition)
    log.error(
        "Channel file cannot be used",
        extra={"form": slug, "faults": fault.faults, "last_good_in_service": in_service},
    )
