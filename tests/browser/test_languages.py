"""Our words fit, and stand on the right side, in every language there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from leadframe.languages import SPOKEN
from tests.browser.world import World, running_world
from tests.web.every_word import add_forms

pytestmark = pytest.mark.browser

SMALLEST = ViewportSize(width=320, height=640)
# How far the page, or anything in it that may not be cut, sticks out; in CSS pixels.
TOO_WIDE = """() => {
  const root = document.documentElement;
  const mayBeCut = ".visually-hidden, .visually-hidden *, option";
  const boxes = [...document.querySelectorAll(`main, main *:not(${mayBeCut})`)];
  const sides = boxes.map(box => box.getBoundingClientRect()).filter(box => box.width);
  return Math.max(
    root.scrollWidth - root.clientWidth,
    ...sides.map(box => Math.max(box.right - root.clientWidth, -box.left)),
  );
}"""


@pytest.fixture(scope="module")
def world_of_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Run one world with forms in each language."""
    with running_world(tmp_path_factory.mktemp("world")) as world:
        for language in SPOKEN:
            add_forms(world.site.channels, language)
        yield world


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """Open a tab as small as any, with script, which only we use to measure."""
    with chromium.new_context(viewport=SMALLEST, locale="en-GB") as context:
        yield context.new_page()


def check_answers(page: Page) -> None:
    """Go from the first step of a form to the page that shows its answers once more."""
    page.locator("#phone").fill("+45 20 12 34 56")
    page.locator("form button.button").click()
    page.locator("#email").fill("ada@example.com")
    page.locator("form button.button").click()
    page.locator(".answers").first.wait_for()


@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_sticks_out_of_the_smallest_phone(
    phone: Page, world_of_languages: World, language: str
) -> None:
    forms = f"{world_of_languages.forms}/f"
    widths = {}
    for name, way in (("hosted", ""), ("framed", "/embed")):
        phone.goto(f"{forms}/every-{language}{way}")
        widths[f"{name} form"] = phone.evaluate(TOO_WIDE)
        phone.locator("form button.button").click()
        phone.locator(".summary").wait_for()
        widths[f"{name} errors"] = phone.evaluate(TOO_WIDE)
    phone.goto(f"{forms}/standard-{language}")
    phone.locator("#email").fill("sandbox+400@example.com")
    phone.locator("form button.button").click()
    phone.locator(".outcome").wait_for()
    widths["outcome"] = phone.evaluate(TOO_WIDE)
    phone.goto(f"{forms}/stepped-{language}")
    widths["step"] = phone.evaluate(TOO_WIDE)
    check_answers(phone)
    widths["check of answers"] = phone.evaluate(TOO_WIDE)
    phone.goto(f"{forms}/standard-{language}/sent/nothing")
    widths["error page"] = phone.evaluate(TOO_WIDE)

    assert {name: width for name, width in widths.items() if width > 0} == {}


def test_the_eye_that_judges_them_sees(phone: Page) -> None:
    phone.set_content("<main><p style='width: 400px; overflow: hidden'>Wide")

    assert phone.evaluate(TOO_WIDE) > 80


def left_of(page: Page, selector: str) -> float:
    """Return where an element begins from the left, in CSS pixels."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"]


@pytest.mark.parametrize(("language", "is_mirrored"), [("en", False), ("ar", True)])
def test_an_arabic_page_is_the_mirror_of_an_english_one(
    phone: Page, world_of_languages: World, language: str, *, is_mirrored: bool
) -> None:
    phone.goto(f"{world_of_languages.forms}/f/event?lang={language}")

    box, words = left_of(phone, ".choice__input"), left_of(phone, ".choice__label")
    assert (box > words) is is_mirrored


@pytest.mark.parametrize(
    ("field", "typed", "direction"),
    [
        ("email", "ada@example.com", "ltr"),
        ("phone", "+45 20 12 34 56", "ltr"),
        ("guests", "-2", "ltr"),
        ("first_name", "Ada", "ltr"),
        ("first_name", "آدا", "rtl"),
        ("notes", "Ada (and others)", "ltr"),
    ],
)
def test_what_is_typed_reads_its_own_way_and_stands_by_its_label(
    phone: Page, world_of_languages: World, field: str, typed: str, direction: str
) -> None:
    phone.goto(f"{world_of_languages.forms}/f/event?lang=ar")
    phone.locator(f"#{field}").fill(typed)

    set_as = phone.locator(f"#{field}").evaluate(
        "field => [getComputedStyle(field).direction, getComputedStyle(field).textAlign]"
    )
    assert set_as == [direction, "right"]


def test_answers_are_shown_once_more_as_they_were_typed(
    phone: Page, world_of_languages: World
) -> None:
    phone.goto(f"{world_of_languages.forms}/f/stepped-ar")
    check_answers(phone)

    shown = phone.locator(".answers dd bdi").evaluate_all(
        "lines => lines.map(line => [line.textContent, getComputedStyle(line).direction])"
    )
    assert {"ltr"} == {direction for words, direction in shown if words.startswith(("+45", "ada"))}
    assert {"rtl"} == {direction for words, direction in shown if words == "لم تُذكر إجابة"}
