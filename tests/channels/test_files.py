from __future__ import annotations

import os
from pathlib import Path

import pytest

from leadframe.channels.files import WatchedFiles, is_gone, is_inside
from leadframe.errors import UnreadableFileError
from tests.channels.files import touch_later

KILOBYTE = 1024


def refusal_of(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        WatchedFiles().read_text(path, most_bytes=KILOBYTE)
    return str(refused.value)


@pytest.fixture
def path(folder: Path) -> Path:
    path = folder / "secret"
    path.write_bytes("blåbær".encode())
    return path


@pytest.fixture
def files(path: Path) -> WatchedFiles:
    files = WatchedFiles()
    files.read_text(path, most_bytes=KILOBYTE)
    return files


def test_a_file_is_read_as_utf_8(path: Path) -> None:
    assert WatchedFiles().read_text(path, most_bytes=KILOBYTE) == "blåbær"


def test_a_byte_order_mark_is_dropped(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbftitle")

    assert WatchedFiles().read_text(path, most_bytes=KILOBYTE) == "title"


def test_bad_utf_8_is_named_by_its_line(path: Path) -> None:
    path.write_bytes(b"one\ntwo\nthr\xe9e\n")

    assert refusal_of(path) == "is not UTF-8 in line 3; save it as UTF-8"


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(path: Path) -> None:
    path.write_bytes(b"x" * KILOBYTE)
    assert WatchedFiles().read_text(path, most_bytes=KILOBYTE) == "x" * KILOBYTE

    path.write_bytes(b"x" * (KILOBYTE + 1))
    assert refusal_of(path) == "is larger than 1 KB"


def test_a_missing_file_is_unreadable(folder: Path) -> None:
    assert refusal_of(folder / "none") == "cannot be read: No such file or directory"


def test_a_folder_is_no_file(folder: Path) -> None:
    assert refusal_of(folder) == "is not a regular file"


def test_a_pipe_does_not_make_us_wait(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    assert refusal_of(folder / "pipe") == "is not a regular file"


def test_a_name_with_a_nul_is_unreadable(folder: Path) -> None:
    assert "NUL" in refusal_of(folder / "a\0b")


def test_links_that_go_round_in_circles_are_unreadable(folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")

    assert "cannot be read" in refusal_of(folder / "a")


# Changes


def test_an_untouched_file_has_not_changed(files: WatchedFiles) -> None:
    assert not files.have_changed()


def test_a_new_time_is_a_change(files: WatchedFiles, path: Path) -> None:
    touch_later(path)

    assert files.have_changed()


def test_a_new_size_is_a_change(files: WatchedFiles, path: Path) -> None:
    status = path.stat()
    path.write_text("more than before", encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert files.have_changed()


def test_another_file_by_the_same_name_is_a_change(files: WatchedFiles, path: Path) -> None:
    status, draft = path.stat(), path.with_suffix(".draft")
    draft.write_bytes(path.read_bytes())
    os.utime(draft, ns=(status.st_atime_ns, status.st_mtime_ns))
    draft.replace(path)

    assert files.have_changed()


def test_a_removed_file_is_a_change(files: WatchedFiles, path: Path) -> None:
    path.unlink()

    assert files.have_changed()


def test_a_file_that_could_not_be_read_is_to_be_read_again(folder: Path) -> None:
    files = WatchedFiles()
    for name in ("none", "a\0b"):
        with pytest.raises(UnreadableFileError):
            files.read_text(folder / name, most_bytes=KILOBYTE)

    assert files.have_changed()


def test_a_file_that_is_too_large_is_not_read_over_and_over(path: Path) -> None:
    files = WatchedFiles()
    with pytest.raises(UnreadableFileError):
        files.read_text(path, most_bytes=1)

    assert not files.have_changed()


# Places


def test_a_link_within_a_folder_stays_inside(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "link").symlink_to("data")

    assert is_inside(folder / "link", folder)


@pytest.mark.parametrize("target", ["..", "../channels-2", "/etc/passwd"])
def test_a_link_out_of_a_folder_is_not_inside(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)

    assert not is_inside(folder / "link", folder)


def test_a_folder_that_is_a_link_itself_holds_its_files(folder: Path) -> None:
    alias = folder.with_name("alias")
    alias.symlink_to(folder)

    assert is_inside(alias / "acme.toml", alias)


def test_a_file_is_gone_when_nothing_has_its_name(path: Path) -> None:
    assert not is_gone(path)

    path.unlink()
    assert is_gone(path)


def test_a_link_to_nothing_is_still_there(folder: Path) -> None:
    (folder / "link").symlink_to("nothing")

    assert not is_gone(folder / "link")


def test_a_file_that_cannot_be_looked_at_is_not_gone(path: Path) -> None:
    assert not is_gone(path / "below-a-file")
