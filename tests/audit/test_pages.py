from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit import nu
from tests.audit.eye import Eye
from tests.audit.plan import covering_views, covering_windows, view_page
from tests.audit.scenes import Scenes
from tests.audit.views import WINDOWS, View
from tests.browser.programs import need, need_file
from tests.page_rules import Answer
from tests.pages import Page
from tests.web.test_preview import previewed

BAD_CSS = "p { colour: red }"
BAD_HTML = f"<!DOCTYPE html><title>A page</title><style>{BAD_CSS}</style><input><p>Bad<div></p>"
WIDE_HTML = "<title>A page</title><input><pre>" + 900 * "x"


@pytest.mark.browser
@pytest.mark.parametrize("view", covering_views(), ids=str)
def test_axe_finds_nothing_and_the_page_fits(eye: Eye, scenes: Scenes, view: View) -> None:
    assert eye.faults_by_window(view_page(view, scenes), covering_windows(view)) == {}


@pytest.mark.browser
def test_axe_finds_nothing_in_the_preview(eye: Eye, scenes: Scenes) -> None:
    with previewed(scenes["open"].site) as browser:
        assert eye.faults_by_window(browser.get("/"), WINDOWS) == {}


@pytest.mark.browser
def test_the_eye_that_judges_them_sees(eye: Eye, scenes: Scenes) -> None:
    url = scenes["open"].site.url
    wide = Answer("GET", url, 200, {"Content-Type": "text/html"}, WIDE_HTML)
    faults = eye.faults_by_window(Page(scenes["open"].browser("en"), wide), WINDOWS)
    assert faults.keys() == {str(window) for window in WINDOWS}
    assert "too wide" in faults["320 px, light"][0]
    assert any(fault.startswith("label: <input>") for fault in faults["1280 px, dark"])


def checked(documents: dict[str, str], folder: Path) -> list[str]:
    java = need("java")
    need_file(nu.JAR, "`make checker` installs it")
    return nu.faults_in(documents, folder, java)


def test_the_html_checker_finds_nothing(scenes: Scenes, tmp_path: Path) -> None:
    documents = {str(view): view_page(view, scenes).answer.body for view in covering_views()}
    with previewed(scenes["open"].site) as browser:
        documents["preview"] = browser.get("/").answer.body
    assert checked(documents, tmp_path) == []


def test_the_html_checker_sees(tmp_path: Path) -> None:
    faults = checked({"bad": BAD_HTML}, tmp_path)
    assert any("colour" in fault for fault in faults)
    assert any("No “p” element in scope" in fault for fault in faults)
    assert all(fault.startswith("bad: ") for fault in faults)
