from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from app import words
from leadframe.channels import FormDefinition
from leadframe.frames.heights import LEAST_DIFFERENCE, frame_heights, height_at
from tests.channels.files import PROPERTY, form

EMAIL = {"name": "email"}
HEADING = {"type": "heading", "label": "About you"}
HIDDEN = {"property": PROPERTY, "type": "hidden", "value": "ad"}
RADIO = {"name": "source", "type": "radio", "options": ("A", "B")}
SELECT = {**RADIO, "type": "select"}
CONSENT = {"name": "terms", "type": "consent", "text": "I agree"}
FIELDS: dict[str, dict[str, Any]] = {
    "text": {"name": "first_name"},
    "textarea": {"name": "notes"},
    "select": SELECT,
    "radio": RADIO,
    "checkbox": {"name": "source", "type": "checkbox"},
    "consent": CONSENT,
}
LONG = "A sentence that takes several lines in every frame, since it goes on and on. " * 3
THREE = ("A", "B", "C")


def definition_of(*fields: dict[str, Any], **keys: Any) -> FormDefinition:
    version = repr((fields, keys))  # the builder keeps classes by version
    return form(field=fields, version=version, **keys)


def height(
    *fields: dict[str, Any], width: int = 400, with_mistakes: bool = False, **keys: Any
) -> int:
    return height_at(definition_of(*fields, **keys), "en", width, with_mistakes=with_mistakes)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_makes_the_frame_higher(kind: str) -> None:
    assert height(EMAIL, FIELDS[kind]) > height(EMAIL)


def test_a_hidden_field_adds_nothing() -> None:
    assert height(EMAIL, HIDDEN) == height(EMAIL)


def test_a_heading_makes_the_frame_higher_and_so_does_its_help() -> None:
    helped = {**HEADING, "help": "All of it."}

    assert height(HEADING, EMAIL) == height(EMAIL) + 8 + 24 + 20
    assert height(helped, EMAIL) == height(HEADING, EMAIL) + 4 + 21


def test_a_heading_ends_the_row_above_it() -> None:
    pair = [EMAIL, FIELDS["text"]]

    assert height(pair[0], HEADING, pair[1], width=600) > height(HEADING, *pair, width=600)


def test_a_line_of_help_adds_to_it() -> None:
    assert height({**EMAIL, "help": "At work"}) == height(EMAIL) + 21 + 6


def test_every_option_in_full_view_adds_to_it() -> None:
    assert height({**RADIO, "options": THREE}) == height(RADIO) + 44 + 4


def test_options_that_open_by_themselves_do_not() -> None:
    assert height({**SELECT, "options": THREE}) == height(SELECT)


@pytest.mark.parametrize(
    ("plain", "long"),
    [
        ({}, {"title": LONG}),
        ({"intro": "Short."}, {"intro": LONG}),
        ({"submit_label": "Send"}, {"submit_label": LONG}),
    ],
)
def test_texts_that_wrap_add_to_it(plain: dict[str, Any], long: dict[str, Any]) -> None:
    assert height(EMAIL, **long) > height(EMAIL, **plain)


@pytest.mark.parametrize(
    ("plain", "long"),
    [
        (EMAIL, {**EMAIL, "label": LONG}),
        ({**EMAIL, "help": "Short."}, {**EMAIL, "help": LONG}),
        (CONSENT, {**CONSENT, "text": LONG}),
        (RADIO, {**RADIO, "options": (LONG.strip(), "B")}),
    ],
)
def test_words_of_fields_that_wrap_add_to_it(plain: dict[str, Any], long: dict[str, Any]) -> None:
    assert height(long) > height(plain)


def test_a_link_in_a_consent_adds_only_its_words() -> None:
    linked = {**CONSENT, "text": f"I [agree](https://acme.example/{'privacy' * 20})"}

    assert height(linked) == height(CONSENT)


def test_strong_words_of_a_consent_are_measured_in_bold() -> None:
    stressed, strong = ({**CONSENT, "text": mark + LONG.strip() + mark} for mark in ("*", "**"))
    widths = range(280, 600, 10)

    assert [height(stressed, width=width) for width in widths] < [
        height(strong, width=width) for width in widths
    ]


def test_two_short_fields_share_a_row_of_a_wide_frame() -> None:
    assert height(EMAIL, FIELDS["text"], width=600) == height(EMAIL, width=600)
    assert height(EMAIL, FIELDS["text"], width=599) > height(EMAIL, width=599)


def test_a_frame_wider_than_the_form_is_no_lower() -> None:
    assert height({**EMAIL, "label": LONG}, width=672) == height(
        {**EMAIL, "label": LONG}, width=1200
    )


def test_a_compact_form_is_lower() -> None:
    assert height(EMAIL, RADIO, theme={"density": "compact"}) < height(EMAIL, RADIO)


def test_there_is_room_for_a_mistake_and_what_tells_of_it() -> None:
    needed = {**EMAIL, "required": True}

    assert height(needed, width=599, with_mistakes=True) > height(needed, width=599) + 100


def test_our_own_words_are_in_the_forms_language() -> None:
    many = [{"name": name, "required": True} for name in ("first_name", "last_name", "email")]
    definition = definition_of(*many, languages=("en", "fi"))

    with words():
        english, finnish = (
            [height_at(definition, each, width, with_mistakes=True) for width in range(280, 600)]
            for each in ("en", "fi")
        )
    assert english != finnish


def test_narrow_frames_come_first_and_wide_ones_are_lower_by_as_much_as_matters() -> None:
    heights = list(frame_heights(definition_of(EMAIL, RADIO, FIELDS["textarea"], intro=LONG), "en"))

    assert heights[0][0] == 280
    assert len(heights) > 1
    for (narrow, high), (wide, low) in pairwise(heights):
        assert narrow < wide
        assert high - low >= LEAST_DIFFERENCE


def test_where_the_visitors_browser_chooses_the_tallest_language_counts() -> None:
    texts = {"en": "Short.", "da": LONG}
    definition = definition_of(EMAIL, languages=("en", "da"), intro=texts)

    of_all = dict(frame_heights(definition, None))
    assert of_all[280] == dict(frame_heights(definition, "da"))[280]
    assert of_all[280] > dict(frame_heights(definition, "en"))[280]
