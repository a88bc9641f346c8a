from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from leadframe.channels import Catalog, Text
from leadframe.channels.catalog import LOOK_SECONDS
from leadframe.errors import UnknownFormError
from tests.channels.files import CHANNEL, HEAD, touch_later, write

THREADS = 8


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def catalog(folder: Path, clock: Clock) -> Catalog:
    return Catalog(folder, environment={}, clock=clock)


def titled(title: str) -> str:
    return f'channel_id = "{CHANNEL}"\ntitle = "{title}"\n'


def title_of(catalog: Catalog, slug: str = "acme") -> str:
    return catalog.get(slug).title.in_language("en", fallback="en")


def a_while_later(clock: Clock) -> None:
    clock.seconds += LOOK_SECONDS + 0.1


def is_known(catalog: Catalog, slug: str) -> bool:
    try:
        catalog.get(slug)
    except UnknownFormError:
        return False
    return True


# What there is


def test_a_form_is_found_by_its_files_name(folder: Path, catalog: Catalog) -> None:
    write(folder, "acme", HEAD)

    assert catalog.get("acme").slug == "acme"


def test_a_form_asked_for_twice_is_read_once(folder: Path, catalog: Catalog) -> None:
    write(folder, "acme", HEAD)

    assert catalog.get("acme") is catalog.get("acme")


@pytest.mark.parametrize("slug", ["other", "../acme", "ACME", "acme.toml", "", "acme\0", "x" * 99])
def test_an_unknown_slug_is_no_form(folder: Path, catalog: Catalog, slug: str) -> None:
    write(folder, "acme", HEAD)
    write(folder.parent, "acme", HEAD)

    with pytest.raises(UnknownFormError, match="no form goes by"):
        catalog.get(slug)


def test_a_link_out_of_the_folder_is_no_form(folder: Path, catalog: Catalog) -> None:
    write(folder.parent, "acme", HEAD)
    (folder / "acme.toml").symlink_to("../acme.toml")

    assert not is_known(catalog, "acme")


def test_slugs_are_those_of_forms_in_service(folder: Path, catalog: Catalog) -> None:
    for slug in ("b", "a-b", "a"):
        write(folder, slug, HEAD)
    write(folder, "broken", "nonsense")
    write(folder, "ACME", HEAD)
    (folder / "notes.txt").write_text("no channel file", encoding="utf-8")
    (folder / ".#a.toml").symlink_to("someone@editing")

    assert catalog.slugs() == ["a", "a-b", "b"]


def test_a_form_is_found_among_a_thousand_broken_ones(folder: Path, catalog: Catalog) -> None:
    for number in range(1000):
        (folder / f"form-{number}.toml").write_bytes(b"")
    write(folder, "acme", HEAD)

    assert title_of(catalog) == "Talk to us"
    assert catalog.slugs() == ["acme"]
    assert len(catalog.faults()) == 1000


# Changes


def test_a_change_is_seen_when_a_second_has_passed(
    folder: Path, catalog: Catalog, clock: Clock
) -> None:
    write(folder, "acme", titled("Before"))
    assert title_of(catalog) == "Before"

    write(folder, "acme", titled("After"))
    assert title_of(catalog) == "Before"

    a_while_later(clock)
    assert title_of(catalog) == "After"


def test_an_untouched_file_is_not_read_again(folder: Path, catalog: Catalog, clock: Clock) -> None:
    write(folder, "acme", HEAD)
    first = catalog.get("acme")

    a_while_later(clock)
    assert catalog.get("acme") is first


def test_an_added_file_is_found_at_once(folder: Path, catalog: Catalog) -> None:
    assert not is_known(catalog, "acme")

    write(folder, "acme", HEAD)
    assert is_known(catalog, "acme")


def test_a_removed_file_is_gone(folder: Path, catalog: Catalog, clock: Clock) -> None:
    path = write(folder, "acme", HEAD)
    catalog.get("acme")

    path.unlink()
    a_while_later(clock)
    assert not is_known(catalog, "acme")


def test_a_listing_forgets_removed_files(folder: Path, catalog: Catalog) -> None:
    path = write(folder, "acme", HEAD)
    catalog.get("acme")

    path.unlink()
    assert catalog.slugs() == []
    assert not is_known(catalog, "acme")


def test_a_changed_secret_file_is_seen(folder: Path, catalog: Catalog, clock: Clock) -> None:
    secret = folder / "id"
    secret.write_text(CHANNEL, encoding="utf-8")
    write(folder, "acme", 'channel_id = { file = "id" }\ntitle = "Hello"')
    first = catalog.get("acme")

    other = CHANNEL[:-1] + "2"
    secret.write_text(other, encoding="utf-8")
    touch_later(secret)
    a_while_later(clock)

    assert catalog.get("acme").channel_id.get_secret_value() == other
    assert catalog.get("acme").version == first.version


# Faults


def test_a_file_that_breaks_leaves_its_last_good_version_in_service(
    folder: Path, catalog: Catalog, clock: Clock
) -> None:
    write(folder, "acme", titled("Good"))
    catalog.get("acme")

    write(folder, "acme", "nonsense")
    a_while_later(clock)

    assert title_of(catalog) == "Good"
    assert catalog.slugs() == ["acme"]
    assert [fault.file for fault in catalog.faults()] == ["acme.toml"]


def test_a_mended_file_is_in_service_again(folder: Path, catalog: Catalog, clock: Clock) -> None:
    write(folder, "acme", "nonsense")
    assert not is_known(catalog, "acme")

    write(folder, "acme", titled("Mended"))
    a_while_later(clock)

    assert title_of(catalog) == "Mended"
    assert catalog.faults() == []


def test_one_broken_file_does_not_touch_the_others(folder: Path, catalog: Catalog) -> None:
    write(folder, "acme", HEAD)
    write(folder, "broken", "nonsense")

    assert is_known(catalog, "acme")
    assert not is_known(catalog, "broken")


def test_a_secret_file_that_appears_mends_the_form(
    folder: Path, catalog: Catalog, clock: Clock
) -> None:
    write(folder, "acme", 'channel_id = { file = "id" }\ntitle = "Hello"')
    assert not is_known(catalog, "acme")

    (folder / "id").write_text(CHANNEL, encoding="utf-8")
    a_while_later(clock)
    assert is_known(catalog, "acme")


def test_a_file_in_another_letter_case_is_a_fault_and_no_form(
    folder: Path, catalog: Catalog
) -> None:
    (folder / "ACME.TOML").write_text(HEAD, encoding="utf-8")
    (folder / "Beta.toml").write_text(HEAD, encoding="utf-8")

    assert [fault.file for fault in catalog.faults()] == ["ACME.TOML", "Beta.toml"]
    assert "name the file with a to z" in catalog.faults()[0].faults[0]
    assert catalog.slugs() == []


def test_a_name_that_is_not_utf_8_can_be_shown(folder: Path, catalog: Catalog) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.toml")).touch()

    assert [fault.file for fault in catalog.faults()] == ["caf\\xe9.toml"]


def test_a_missing_folder_is_a_fault_and_holds_no_form(folder: Path, catalog: Catalog) -> None:
    folder.rmdir()

    (fault,) = catalog.faults()
    assert "No such file or directory; create the folder" in str(fault)
    assert catalog.slugs() == []
    assert not is_known(catalog, "acme")


def test_a_link_to_nothing_is_a_fault(folder: Path, catalog: Catalog) -> None:
    (folder / "acme.toml").symlink_to("nothing.toml")

    assert "cannot be read" in str(catalog.faults()[0])


# The log


def test_a_fault_is_logged_once_and_without_secrets(
    folder: Path, catalog: Catalog, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(folder, "acme", f'channel_id = "{CHANNEL}"\ntitel = "Hello"')
    for _visit in range(3):
        assert not is_known(catalog, "acme")
        touch_later(path)
        a_while_later(clock)

    (record,) = caplog.records
    assert record.name == "leadframe.channels.catalog"
    logged = vars(record)
    assert logged["form"] == "acme"
    assert logged["faults"] == catalog.faults()[0].faults
    assert logged["last_good_in_service"] is False
    assert CHANNEL not in str(logged)


def test_another_fault_is_logged_anew(
    folder: Path, catalog: Catalog, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, "acme", HEAD)
    catalog.get("acme")
    for content in ("nonsense", HEAD + "nonsense = 5"):
        write(folder, "acme", content)
        a_while_later(clock)
        catalog.get("acme")

    assert [vars(record)["last_good_in_service"] for record in caplog.records] == [True, True]


# Threads


def test_many_threads_meet_one_definition(folder: Path, catalog: Catalog) -> None:
    write(folder, "acme", HEAD)
    start = threading.Barrier(THREADS)

    def visit() -> int:
        start.wait()
        return id(catalog.get("acme"))

    with ThreadPoolExecutor(THREADS) as pool:
        seen = {visit.result() for visit in [pool.submit(visit) for _ in range(THREADS)]}

    assert len(seen) == 1


def test_threads_see_old_or_new_while_a_file_is_rewritten(folder: Path) -> None:
    """With a clock that leaps, every single visit looks at the file."""
    clock, versions = Clock(), [Text.plain(f"Version {number}") for number in range(40)]
    catalog = Catalog(folder, environment={}, clock=clock)
    write(folder, "acme", titled("Version 0"))
    done = threading.Event()

    def visit() -> set[str]:
        seen = set()
        while not done.is_set():
            a_while_later(clock)
            seen.add(title_of(catalog))
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        visits = [pool.submit(visit) for _ in range(THREADS)]
        for number in range(len(versions)):
            write(folder, "acme", titled(f"Version {number}"))
        done.set()
        seen = set().union(*(visit.result() for visit in visits))

    assert seen <= {version.by_language[""] for version in versions}
    a_while_later(clock)
    assert catalog.get("acme").title == versions[-1]
