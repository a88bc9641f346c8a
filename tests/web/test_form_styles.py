from __future__ import annotations

import pytest

from leadframe.channels import FormDefinition
from leadframe.web.form_styles import form_stylesheet
from tests.channels.files import form
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import another_server, filled


def styles_of(page: Page) -> list[str]:
    return [style.text or "" for style in page.tree.iter("style")]


def own_css(**theme: str) -> str:
    sheet = form_stylesheet(form(theme=theme, version=str(theme)))
    return sheet.css if sheet else ""


def test_a_form_that_asks_for_nothing_has_no_style_of_its_own(browser: Browser) -> None:
    assert form_stylesheet(form()) is None
    assert len(styles_of(browser.get("/f/contact"))) == 1


@pytest.mark.parametrize(
    ("theme", "css"),
    [
        ({"radius": "none"}, ":root{--radius:0;--radius-large:0}"),
        ({"density": "compact"}, ":root{--control:2.5rem;--gap:.75rem}"),
        ({"radius": "medium", "density": "comfortable", "mode": "dark"}, ""),
    ],
)
def test_a_theme_changes_tokens_only(theme: dict[str, str], css: str) -> None:
    assert own_css(**theme) == css


def test_every_page_of_a_themed_form_has_both_styles(site: Site) -> None:
    file = site.channels / "contact.toml"
    file.write_text(f'{file.read_text()}\n[theme]\nradius = "none"\n')
    with another_server(site) as browser:
        base = styles_of(browser.get("/f/event"))
        pages = [
            browser.get("/f/contact"),
            browser.get("/f/contact/embed"),
            browser.get("/f/contact").send(),
            filled(browser).send(),
            browser.get("/f/contact/sent/none"),
        ]

    assert [page.status for page in pages] == [200, 200, 422, 200, 404]
    for page in pages:
        assert styles_of(page) == [*base, ":root{--radius:0;--radius-large:0}"]


def test_a_stylesheet_is_made_once_for_each_version() -> None:
    def themed(version: str) -> FormDefinition:
        return form(theme={"radius": "small"}, version=version)

    assert form_stylesheet(themed("a")) is form_stylesheet(themed("a"))
    assert form_stylesheet(themed("a")) is not form_stylesheet(themed("b"))
