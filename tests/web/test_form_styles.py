from __future__ import annotations

import re
from typing import Any

import pytest

from leadframe.channels import FormDefinition
from leadframe.web.form_styles import form_stylesheet
from tests.channels.files import form
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import another_server, filled


def styles_of(page: Page) -> list[str]:
    return [style.text or "" for style in page.tree.iter("style")]


def own_css(**theme: Any) -> str:
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
        (
            {"font": ("Gill Sans", "geometric")},
            ':root{--font:"Gill Sans",Avenir,Montserrat,Corbel,"URW Gothic",sans-serif}',
        ),
        ({"radius": "medium", "density": "comfortable", "mode": "dark"}, ""),
    ],
)
def test_a_theme_changes_tokens_only(theme: dict[str, Any], css: str) -> None:
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


def test_an_accent_changes_what_goes_with_it_and_no_more() -> None:
    css = own_css(accent={"light": "#0f766e", "dark": "#5eead4"})

    assert re.findall("--([a-z-]+):", css) == ["accent", "accent-strong", "accent-tint"]
    assert "--accent:light-dark(#0f766e,#5eead4);" in css


def test_a_background_changes_every_colour_that_stands_on_it() -> None:
    css = own_css(background="#fdf9f3")

    for token in ("ground", "surface", "quiet", "line", "hairline", "accent-tint", "danger-tint"):
        assert f"--{token}:light-dark(#" in css
    assert "--ink:" not in css


def test_an_error_about_a_form_looks_as_the_form_does(browser: Browser) -> None:
    page = browser.get("/f/contact/embed/sent/none?theme=dark")

    assert page.status == 404
    assert page.tree.get("class") == "theme-dark embed"
    assert browser.get("/f/none/embed?theme=dark").tree.get("class") == "theme-auto hosted"
