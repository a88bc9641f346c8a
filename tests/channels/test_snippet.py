from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from leadframe.channels import FormDefinition
from leadframe.channels.snippet import snippet_of
from tests.channels.files import PROPERTY, form

ORIGIN = "https://forms.example"
PAGE = "<!doctype html><html lang=en><head><title>Partner</title></head><body>{}</body></html>"
EMAIL = {"name": "email"}
HIDDEN = {"property": PROPERTY, "type": "hidden", "value": "ad"}
FIELDS: dict[str, dict[str, Any]] = {
    "text": {"name": "first_name"},
    "textarea": {"name": "notes"},
    "select": {"name": "source", "type": "select", "options": ("A", "B")},
    "radio": {"name": "source", "type": "radio", "options": ("A", "B")},
    "checkbox": {"name": "source", "type": "checkbox"},
    "consent": {"name": "terms", "type": "consent", "text": "I agree"},
}


def parsed(definition: FormDefinition) -> dict[str, Element]:
    """Return the snippet's elements as a strict parser finds them in a partner's page."""
    # A partner pastes into the body, where browsers take a style element too.
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(PAGE.format(snippet_of(definition, ORIGIN)))
    return {one.tag: one for one in root.iter() if one.tag in {"style", "iframe"}}


def heights(*fields: dict[str, Any]) -> tuple[int, int]:
    """Return the heights for narrow and for wide pages."""
    narrow, wide = re.findall(r"height:(\d+)px", snippet_of(form(field=fields), ORIGIN))[:2]
    return int(narrow), int(wide)


def test_it_is_valid_html_with_an_accessible_name() -> None:
    frame = parsed(form())["iframe"]

    assert frame.get("title") == "Talk to us"
    assert frame.get("src") == "https://forms.example/f/acme/embed"
    assert frame.get("loading") == "lazy"


def test_where_frames_are_not_shown_there_is_a_link() -> None:
    assert parsed(form())["iframe"].text == '<a href="https://forms.example/f/acme">Talk to us</a>'


@pytest.mark.parametrize("title", ['A "quoted" title', "<b>Bold</b> & 'sons'", "{0} {origin}"])
def test_a_title_cannot_leave_its_place(title: str) -> None:
    frame = parsed(form(title=title))["iframe"]

    assert frame.get("title") == title
    assert set(frame.attrib) == {"class", "title", "style", "loading", "src"}


def test_the_title_is_in_the_forms_first_language() -> None:
    definition = form(title={"da": "Skriv til os", "en": "Write to us"}, languages=("da", "en"))

    assert parsed(definition)["iframe"].get("title") == "Skriv til os"


def test_the_channel_id_is_not_in_it() -> None:
    definition = form()

    assert definition.channel_id.get_secret_value() not in snippet_of(definition, ORIGIN)


@pytest.mark.parametrize(
    ("mode", "style"),
    [
        ("light", "color-scheme:light"),
        ("dark", "color-scheme:dark"),
        ("auto", "color-scheme:light"),
    ],
)
def test_the_frame_has_the_forms_colour_scheme(mode: str, style: str) -> None:
    assert parsed(form(theme={"mode": mode}))["iframe"].get("style") == style


def test_browsers_that_can_size_the_frame_themselves_do() -> None:
    style = parsed(form())["style"].text

    assert style is not None
    assert "@supports(frame-sizing:content-height){.leadframe{height:auto" in style


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_makes_the_frame_higher(kind: str) -> None:
    narrow, wide = heights(EMAIL)
    narrow_with, wide_with = heights(EMAIL, FIELDS[kind])

    assert narrow_with > narrow
    assert wide_with > wide


def test_a_hidden_field_adds_nothing() -> None:
    assert heights(EMAIL, HIDDEN) == heights(EMAIL)


def test_a_line_of_help_adds_to_it() -> None:
    assert heights({**EMAIL, "help": "At work"}) > heights(EMAIL)


def test_every_option_in_full_view_adds_to_it() -> None:
    three = {**FIELDS["radio"], "options": ("A", "B", "C")}

    assert heights(three) > heights(FIELDS["radio"])


def test_options_that_open_by_themselves_do_not() -> None:
    three = {**FIELDS["select"], "options": ("A", "B", "C")}

    assert heights(three) == heights(FIELDS["select"])


def test_a_wide_frame_is_lower_for_its_two_columns() -> None:
    narrow, wide = heights(EMAIL, FIELDS["text"])

    assert wide < narrow
