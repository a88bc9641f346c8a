from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from tests.channels.pictures import png, svg
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import another_server, filled

LIGHT, DARK = svg('width="120" height="40"'), png(60, 20)
SCRIPTED = svg('width="9" height="9" onload="alert(1)"', "<script>alert(1)</script>")


@pytest.fixture
def dressed(site: Site) -> Iterator[Browser]:
    """Visit a site whose contact form has a logo for light pages and one for dark ones."""
    (site.channels / "light.svg").write_bytes(LIGHT)
    (site.channels / "dark.png").write_bytes(DARK)
    dress(site, '{ light = "light.svg", dark = "dark.png" }')
    with another_server(site) as browser:
        yield browser


def dress(site: Site, logo: str) -> None:
    file = site.channels / "contact.toml"
    file.write_text(f'{file.read_text()}\n[theme]\nlogo_alt = "Larch & Linden"\nlogo = {logo}\n')


def picture_of(page: Page) -> dict[str, Element]:
    """Return the parts of the page's logo by their names."""
    return {part.tag: part for part in page.tree.findall(".//picture/*")}


def size_of(part: Element) -> tuple[str | None, str | None]:
    return part.get("width"), part.get("height")


def test_every_page_at_the_forms_own_link_begins_with_the_logo(dressed: Browser) -> None:
    pages = [
        dressed.get("/f/contact"),
        dressed.get("/f/contact").send(),
        filled(dressed).send(),
        dressed.get("/f/contact/sent/none"),
    ]

    for page in pages:
        assert picture_of(page)["img"].get("alt") == "Larch & Linden"
        (main,) = page.tree.iter("main")
        assert main[0].tag == "picture"


def test_a_frame_stands_in_a_page_that_has_a_logo(dressed: Browser) -> None:
    assert picture_of(dressed.get("/f/contact/embed")) == {}


def test_the_page_knows_the_sizes_before_the_pictures_come(dressed: Browser) -> None:
    parts = picture_of(dressed.get("/f/contact"))

    assert size_of(parts["img"]) == ("120", "40")
    assert size_of(parts["source"]) == ("60", "20")
    assert parts["source"].get("media") == "(prefers-color-scheme: dark)"


@pytest.mark.parametrize(("theme", "size"), [("light", ("120", "40")), ("dark", ("60", "20"))])
def test_a_page_that_is_always_light_or_dark_has_one_logo(
    dressed: Browser, theme: str, size: tuple[str, str]
) -> None:
    parts = picture_of(dressed.get(f"/f/contact?theme={theme}"))

    assert set(parts) == {"img"}
    assert size_of(parts["img"]) == size


def test_the_pictures_are_where_the_page_says(dressed: Browser) -> None:
    parts = picture_of(dressed.get("/f/contact"))

    light = dressed.get(parts["img"].get("src", ""))
    dark = dressed.ask("HEAD", parts["source"].get("srcset", ""))
    assert (light.status, light.answer.body.encode()) == (200, LIGHT)
    assert light.headers["Content-Type"].startswith("image/svg+xml")
    assert (dark.status, dark.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("address", ["/f/contact/logo/0", "/f/event/logo/0", "/f/none/logo/0"])
def test_there_is_no_other_picture(dressed: Browser, address: str) -> None:
    assert dressed.get(address).status == 404


def test_a_picture_with_script_is_a_picture_alone(site: Site) -> None:
    (site.channels / "scripted.svg").write_bytes(SCRIPTED)
    dress(site, '"scripted.svg"')
    with another_server(site) as browser:
        address = picture_of(browser.get("/f/contact"))["img"].get("src", "")
        picture = browser.get(address)

    assert "sandbox" in picture.headers["Content-Security-Policy"].split("; ")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_without_a_logo_shows_none(browser: Browser) -> None:
    assert picture_of(browser.get("/f/contact")) == {}
