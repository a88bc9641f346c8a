"""`python -m tests.gallery`: takes the pictures of pages that changed, and writes their page."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

import click
from playwright.sync_api import Browser

from tests.audit.scenes import Scenes, running_scenes
from tests.browser.chromium import running_chromium
from tests.gallery.camera import take
from tests.gallery.kept import DIGESTS, PAGE, gallery_page, read_digests, write_digests
from tests.gallery.pictures import IMAGES, PICTURES
from tests.gallery.shown import shown_in


@click.command()
@click.option("--all", "everything", is_flag=True, help="Take those again that did not change.")
def main(*, everything: bool) -> None:
    """Make docs/gallery.md and its pictures."""
    path = shutil.which("chromium")
    if path is None:
        raise click.ClickException("chromium is not installed")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_scenes(Path(folder), more_languages=False) as scenes,
        running_chromium(path) as chromium,
    ):
        known = {} if everything or not DIGESTS.exists() else read_digests()
        write_digests(take_all(chromium, scenes, known))
    PAGE.write_text(gallery_page(), encoding="utf-8")
    for file in set(IMAGES.glob("*.webp")) - {picture.file for picture in PICTURES}:
        file.unlink()


def take_all(chromium: Browser, scenes: Scenes, known: dict[str, str]) -> dict[str, str]:
    """Take every picture whose page is not the known one, and return what all show."""
    digests = {}
    for picture in PICTURES:
        shown = shown_in(picture, scenes)
        digest = digests[str(picture)] = shown.digest(picture)
        if known.get(str(picture)) != digest or not picture.file.exists():
            picture.file.write_bytes(take(picture, shown, chromium))
            click.echo(f"{picture}: {picture.file.stat().st_size} bytes")
    return digests


if __name__ == "__main__":
    logging.disable()  # the sites are in this process, and tell of every request
    main()
