from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.audit.scenes import Scenes, running_scenes
from tests.audit.views import SCHEMES, SLUGS, Window
from tests.gallery.camera import take
from tests.gallery.kept import PAGE, gallery_page, read_digests
from tests.gallery.pictures import IMAGES, LIGHT_PHONE, PICTURES, Picture, framed, hosted
from tests.gallery.shown import shown_in

MOST_BYTES = 1_250_000
REMEDY = "the gallery is stale: run `make gallery`"


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    with running_scenes(tmp_path_factory.mktemp("scenes"), more_languages=False) as running:
        yield running


def test_no_page_has_changed_since_its_picture_was_taken(scenes: Scenes) -> None:
    shown = {str(picture): shown_in(picture, scenes).digest(picture) for picture in PICTURES}
    known = read_digests()
    stale = {name for name in shown.keys() | known.keys() if shown.get(name) != known.get(name)}
    assert stale == set(), REMEDY


def test_the_page_is_that_of_these_pictures() -> None:
    assert PAGE.read_text(encoding="utf-8") == gallery_page(), REMEDY


def test_every_picture_is_there_and_no_other() -> None:
    assert set(IMAGES.glob("*.webp")) == {picture.file for picture in PICTURES}, REMEDY
    assert len({str(picture) for picture in PICTURES}) == len(PICTURES)


def test_every_form_is_shown_hosted_and_framed_on_everything() -> None:
    shown = {
        (picture.view.slug, picture.view.framed, picture.device)
        for picture in PICTURES
        if picture.view.state == "form"
    }
    everything = {
        (slug, is_framed, device)
        for slug in SLUGS
        for is_framed in (False, True)
        for device in ("phone", "desktop")
    }
    assert shown == everything
    assert {picture.window.scheme for picture in PICTURES} == set(SCHEMES)


def test_all_pictures_together_are_small() -> None:
    assert sum(picture.file.stat().st_size for picture in PICTURES) <= MOST_BYTES


def test_two_visits_show_the_same_and_another_text_does_not(scenes: Scenes) -> None:
    picture = hosted("delivered", "contact", LIGHT_PHONE)
    first, second = shown_in(picture, scenes), shown_in(picture, scenes)
    assert first.page.answer.body != second.page.answer.body
    assert first.digest(picture) == second.digest(picture)
    other = replace(first, html=first.html.replace("Thank you", "Thanks"))
    assert other.digest(picture) != first.digest(picture)


@pytest.mark.browser
@pytest.mark.parametrize("make", [hosted, framed])
def test_a_picture_is_taken(
    make: Callable[[str, str, Window], Picture], scenes: Scenes, chromium: Browser
) -> None:
    picture = make("form", "newsletter", LIGHT_PHONE)
    taken = take(picture, shown_in(picture, scenes), chromium)
    assert (taken[:4], taken[8:12]) == (b"RIFF", b"WEBP")
    assert len(taken) > 5_000
