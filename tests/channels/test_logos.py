from __future__ import annotations

from pathlib import Path

import pytest

from leadframe.channels import Catalog
from leadframe.channels.by_mode import ByMode
from leadframe.channels.loading import LARGEST_LOGO_BYTES
from leadframe.channels.logo import Logo
from tests.channels.files import HEAD, faults_of, load, touch_later, write
from tests.channels.pictures import png, svg

WORDS = 'logo_alt = "Acme"\n'


def themed(logo: str, words: str = WORDS) -> str:
    return f"{HEAD}[theme]\n{words}logo = {logo}\n"


def test_a_logo_is_a_file_beside_the_channel_file(folder: Path) -> None:
    (folder / "acme.svg").write_bytes(svg('width="120" height="40"'))

    logos = load(write(folder, "acme", themed('"acme.svg"'))).logos

    assert logos == ByMode(light=Logo.of((folder / "acme.svg").read_bytes()))
    assert logos.nearest("dark") == logos.nearest("light") is not None


def test_dark_pages_may_have_another_logo(folder: Path) -> None:
    pictures = folder / "pictures"
    pictures.mkdir()
    (pictures / "light.png").write_bytes(png(120, 40))
    (pictures / "dark.png").write_bytes(png(60, 20))
    content = themed('{ light = "pictures/light.png", dark = "pictures/dark.png" }')

    logos = load(write(folder, "acme", content)).logos

    assert [(mode, logo.width) for mode, logo in logos.given()] == [("light", 120), ("dark", 60)]


def test_a_form_without_a_logo_has_none(folder: Path) -> None:
    assert load(write(folder, "acme", HEAD)).logos == ByMode()


@pytest.mark.parametrize(
    ("logo", "fault"),
    [
        ('"none.svg"', '"none.svg" cannot be read: No such file'),
        ('"words.svg"', '"words.svg" is not a PNG, JPEG or SVG picture'),
        ('"large.png"', f'"large.png" is larger than {LARGEST_LOGO_BYTES // 1024} KB'),
        ('"../logo.svg"', '"../logo.svg" is not in the channel file\'s folder'),
        ('"/etc/passwd"', '"/etc/passwd" is not in the channel file\'s folder'),
        ('"link.svg"', '"link.svg" is not in the channel file\'s folder'),
        ('"a\\nb\\u0000"', '"a\\nb\\u0000" '),
        ('{ dark = "none.svg" }', '"none.svg" cannot be read'),
    ],
)
def test_a_file_that_is_no_logo_is_told(folder: Path, logo: str, fault: str) -> None:
    (folder / "words.svg").write_text("Acme", encoding="utf-8")
    (folder / "large.png").write_bytes(png(9, 9) + bytes(LARGEST_LOGO_BYTES))
    (folder.parent / "logo.svg").write_bytes(svg('width="1" height="1"'))
    (folder / "link.svg").symlink_to(folder.parent / "logo.svg")

    (line,) = faults_of(write(folder, "acme", themed(logo)))

    assert line.startswith(f"theme.logo: the file {fault}")


@pytest.mark.parametrize("logo", ["5", "{}", "[]", '{ dim = "acme.svg" }', "{ light = 5 }"])
def test_what_names_no_file_is_refused_with_a_remedy(folder: Path, logo: str) -> None:
    (line,) = faults_of(write(folder, "acme", themed(logo)))

    assert line.startswith('theme.logo: write the name of a file such as "logo.svg", or a table')


def test_a_logo_is_said_in_words_too(folder: Path) -> None:
    (folder / "acme.png").write_bytes(png(1, 1))

    assert faults_of(write(folder, "acme", themed('"acme.png"', words=""))) == [
        'theme.logo: say in words what it shows: add logo_alt = "Acme"'
    ]
    (line,) = faults_of(write(folder, "acme", themed('"acme.png"', words="logo_alt = 5\n")))
    assert line.startswith("theme.logo_alt: ")


def test_a_file_cannot_bring_the_logos_that_the_loader_brings(folder: Path) -> None:
    assert faults_of(write(folder, "acme", f'logos = "x"\n{HEAD}')) == ["logos: this is not a key"]


def test_a_changed_logo_is_seen(folder: Path) -> None:
    seconds = [0.0]
    catalog = Catalog(folder, environment={}, clock=lambda: seconds[0])
    picture = folder / "acme.png"
    picture.write_bytes(png(10, 10))
    write(folder, "acme", themed('"acme.png"'))
    first = catalog.get("acme").logos.nearest("light")

    picture.write_bytes(png(20, 10))
    touch_later(picture)
    seconds[0] = 60.0
    second = catalog.get("acme").logos.nearest("light")

    assert first
    assert second
    assert (first.width, second.width) == (10, 20)
