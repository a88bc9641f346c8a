from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from app import words
from leadframe.channels import Catalog, FormDefinition
from leadframe.frames.boxes import Style
from leadframe.frames.heights import frame_heights, height_at
from leadframe.frames.lettering import Lettering
from leadframe.frames.styles import STYLES
from tests.browser.world import running_world
from tests.pages import Browser
from tests.site import EXAMPLES
from tests.web.world import house_of

pytestmark = pytest.mark.browser

WIDTHS = (280, 320, 375, 414, 480, 560, 600, 640, 720, 800, 960)
# In CSS pixels: what may be hidden at most, and what may be left empty in vain.
MOST_HIDDEN = 24
MOST_WASTED, MOST_WASTED_SHARE = 250, 0.35
FRAME = '<iframe width="{width}" height="4000" srcdoc="{page}"></iframe>'
REAL_HEIGHTS = """() => Object.fromEntries([...document.querySelectorAll("iframe")].map(
  frame => [frame.width, frame.contentDocument.documentElement.getBoundingClientRect().height]))"""
# Words that are set otherwise than their box are in a link or a label.
STYLE = """box => {
  const words = box.querySelector(":scope > a, :scope > label") ?? box;
  const of = element => property => parseFloat(getComputedStyle(element)[property]);
  const sum = properties => properties.map(of(box)).reduce((one, other) => one + other);
  const isChoice = words.tagName == "LABEL";
  return {
    above: of(box)("marginTop"),
    below: of(box)("marginBottom"),
    beside: isChoice
      ? box.parentElement.clientWidth - words.getBoundingClientRect().width
      : sum(["paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"]),
    within: sum(["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"]),
    least: of(box)("minHeight") || 0,
    lettering: {
      size: of(words)("fontSize"),
      line: of(words)("lineHeight"),
      is_bold: of(words)("fontWeight") >= 600,
    },
  };
}"""
EXAMPLE_FORMS = Catalog(EXAMPLES, environment={})
FORMS = [
    (EXAMPLE_FORMS.get(slug), language)
    for slug in EXAMPLE_FORMS.slugs()
    for language in EXAMPLE_FORMS.get(slug).languages
]


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Visit one world for all forms."""
    with running_world(tmp_path_factory.mktemp("world")) as world:
        yield Browser(house_of(world.site))


@pytest.fixture
def measured(chromium: Chromium) -> Iterator[Page]:
    """Open a tab with script, which only we use to measure: no page of ours has any."""
    with chromium.new_context(locale="en-GB") as context:
        yield context.new_page()


def real_heights(page: Page, html: str) -> dict[int, float]:
    """Return how high a page is in a frame, by the frame's width."""
    frames = [FRAME.format(width=width, page=escape(html)) for width in WIDTHS]
    page.set_content("".join(frames))
    return {int(width): height for width, height in page.evaluate(REAL_HEIGHTS).items()}


def computed_heights(definition: FormDefinition, language: str) -> dict[int, int]:
    """Return how high the form is as first shown, by the frame's width."""
    with words():
        return {
            width: height_at(definition, language, width, with_mistakes=False) for width in WIDTHS
        }


def pasted_heights(definition: FormDefinition, language: str) -> dict[int, int]:
    """Return the heights that the snippet's rules give, by the frame's width."""
    with words():
        rules = list(frame_heights(definition, language))
    return {width: [height for least, height in rules if least <= width][-1] for width in WIDTHS}


def misfits(given: Mapping[int, int], real: Mapping[int, float]) -> dict[int, str]:
    """Return the widths at which a frame would be too low, or absurdly high."""
    return {
        width: f"{given[width]} px for {height:.0f} px"
        for width, height in real.items()
        if given[width] < height - MOST_HIDDEN
        or given[width] > height + max(MOST_WASTED, MOST_WASTED_SHARE * height)
    }


@pytest.mark.parametrize(
    ("definition", "language"), FORMS, ids=lambda value: getattr(value, "slug", value)
)
def test_a_frame_is_as_high_as_its_form_even_with_mistakes(
    measured: Page, visitor: Browser, definition: FormDefinition, language: str
) -> None:
    shown = visitor.get(f"/f/{definition.slug}/embed?lang={language}")
    mistaken = shown.press()
    assert len(mistaken.summary) > 0
    computed = computed_heights(definition, language)
    pasted = pasted_heights(definition, language)

    assert misfits(computed, real_heights(measured, shown.answer.body)) == {}
    assert misfits(pasted, real_heights(measured, mistaken.answer.body)) == {}


def test_the_eye_that_judges_them_sees(measured: Page) -> None:
    real = real_heights(measured, "<!doctype html><body style='margin: 0; height: 1000px'>")

    assert real == dict.fromkeys(WIDTHS, 1000.0)
    assert misfits(dict.fromkeys(WIDTHS, 976), real) == {}
    assert set(misfits(dict.fromkeys(WIDTHS, 975), real)) == set(WIDTHS)
    assert misfits(dict.fromkeys(WIDTHS, 1350), real) == {}
    assert set(misfits(dict.fromkeys(WIDTHS, 1351), real)) == set(WIDTHS)


@pytest.mark.parametrize("selector", STYLES)
def test_the_numbers_are_those_of_the_stylesheet(
    measured: Page, visitor: Browser, selector: str
) -> None:
    # One has mistakes, one offers languages, and one has steps.
    pages = [visitor.get("/f/all-fields/embed").press()]
    pages += [visitor.get(f"/f/{slug}/embed") for slug in ("event", "project")]
    measured.set_content("".join(page.answer.body for page in pages))
    real = measured.locator(selector).first.evaluate(STYLE)

    assert Style(**{**real, "lettering": Lettering(**real["lettering"])}) == STYLES[selector]
