from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest

from leadframe.channels import FormDefinition
from leadframe.frames import Look, Theme, snippet_of
from leadframe.frames.heights import MOST_UNASKED, frame_heights, least_height
from tests.channels.files import form

ORIGIN = "https://forms.example"
PAGE = "<!doctype html><html lang=en><head><title>Partner</title></head><body>{}</body></html>"
TWO_LANGUAGES = {"da": "Skriv til os", "en": "Write to us"}
# What declares nothing may stand anywhere; all other rules must name the snippet's own class.
SHARED = "@property --leadframe"


def parsed(definition: FormDefinition, look: Look | None = None) -> dict[str, Element]:
    """Return the snippet's elements as a strict parser finds them in a partner's page."""
    # A partner pastes into the body, where browsers take a style element too.
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(PAGE.format(snippet_of(definition, ORIGIN, look)))
    return {one.tag: one for one in root.iter() if one.tag in {"style", "div", "iframe"}}


def rules(definition: FormDefinition, look: Look | None = None) -> list[str]:
    """Return the style's rules, one a line."""
    style = parsed(definition, look)["style"].text
    assert style is not None
    return style.splitlines()


def test_it_is_valid_html_with_an_accessible_name() -> None:
    frame = parsed(form())["iframe"]

    assert frame.get("title") == "Talk to us"
    assert frame.get("src") == "https://forms.example/f/acme/embed"
    assert frame.get("loading") == "lazy"


def test_where_frames_are_not_shown_there_is_a_link() -> None:
    assert parsed(form())["iframe"].text == '<a href="https://forms.example/f/acme">Talk to us</a>'


def test_an_inner_scroll_bar_is_never_taken_away() -> None:
    assert "scrolling" not in parsed(form())["iframe"].attrib


@pytest.mark.parametrize("title", ['A "quoted" title', "<b>Bold</b> & 'sons'", "{0} {origin}"])
def test_a_title_cannot_leave_its_place(title: str) -> None:
    frame = parsed(form(title=title))["iframe"]

    assert frame.get("title") == title
    assert set(frame.attrib) == {"title", "loading", "src"}


def test_the_channel_id_is_not_in_it() -> None:
    definition = form()

    assert definition.channel_id.get_secret_value() not in snippet_of(definition, ORIGIN)


def test_the_title_is_in_the_forms_first_language_unless_another_is_chosen() -> None:
    definition = form(title=TWO_LANGUAGES, languages=("da", "en"))
    english = Look(theme="auto", language="en")

    assert parsed(definition)["iframe"].get("title") == "Skriv til os"
    assert parsed(definition, english)["iframe"].get("title") == "Write to us"


def test_a_chosen_language_is_in_both_addresses() -> None:
    definition = form(title=TWO_LANGUAGES, languages=("da", "en"))
    frame = parsed(definition, Look(theme="auto", language="en"))["iframe"]

    assert frame.get("src") == "https://forms.example/f/acme/embed?lang=en"
    assert frame.text == '<a href="https://forms.example/f/acme?lang=en">Write to us</a>'


@pytest.mark.parametrize(
    ("own", "chosen", "query"),
    [
        ("auto", "auto", ""),
        ("auto", "light", "?theme=light"),
        ("auto", "dark", "?theme=dark"),
        ("dark", "dark", ""),
        ("dark", "auto", "?theme=auto"),
    ],
)
def test_the_address_names_a_theme_that_is_not_the_forms_own(
    own: Theme, chosen: Theme, query: str
) -> None:
    frame = parsed(form(theme={"mode": own}), Look(theme=chosen))["iframe"]

    assert frame.get("src") == f"https://forms.example/f/acme/embed{query}"


@pytest.mark.parametrize(
    ("theme", "scheme"), [("light", "light"), ("dark", "dark"), ("auto", "light")]
)
def test_the_frame_has_the_themes_colour_scheme(theme: Theme, scheme: str) -> None:
    """Where browsers cannot tell how the partner's page is, "auto" is as most pages are."""
    definition = form(theme={"mode": theme})

    assert f";color-scheme:{scheme}}}" in rules(definition)[1]
    assert any("light-dark" in rule for rule in rules(definition)) == (theme == "auto")


def test_browsers_that_can_size_the_frame_themselves_do_so_above_all() -> None:
    last = rules(form())[-1]

    assert last.startswith("@supports(frame-sizing:content-height){")
    assert "{height:auto;" in last


def test_others_take_the_heights_by_the_width_of_the_frame() -> None:
    definition = form()
    (_, narrow), *wider = frame_heights(definition, None)
    given = rules(definition)

    assert f"height:{narrow}px" in given[1]
    found = re.findall(r"@container\(min-width:(\d+)px\)\{[^{]+\{height:(\d+)px\}", "".join(given))
    assert [(int(width), int(height)) for width, height in found] == wider
    assert not any("@media" in rule for rule in given)


@pytest.mark.parametrize("theme", ["auto", "dark"])
def test_two_snippets_in_a_page_do_not_touch_each_other(theme: Theme) -> None:
    looks = (Look(theme=theme), Look(theme=theme, language="en"), Look(theme="light"))
    classes = [parsed(form(), look)["div"].get("class") for look in looks]
    others = parsed(form(slug="acme-en"), looks[0])["div"].get("class")

    assert len({*classes, others}) == len(classes) + 1
    for rule in rules(form(), looks[0]):
        assert f".{classes[0]}" in rule or rule.startswith(SHARED)
        assert not re.search(rf"\.{classes[0]}[\w-]", rule)


def test_it_is_short() -> None:
    assert len(snippet_of(form(), ORIGIN).encode()) < 1500


def test_a_frame_that_its_browser_sizes_is_never_a_slit() -> None:
    least = least_height(form(), None)

    assert f"min-height:{least}px" in rules(form())[-1]
    assert 150 < least <= MOST_UNASKED
