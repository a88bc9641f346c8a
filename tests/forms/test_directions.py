"""Words that run the other way than their page are in one piece, their signs at the right end."""

from __future__ import annotations

import html5lib
import pytest
from flask_babel import force_locale

from forms.words import said
from leadframe.languages import Words
from tests.forms.making import PROPERTY, FieldKeys, shown

pytestmark = pytest.mark.usefixtures("page")

QUESTION = "What is your name?"
ARABIC = "ما اسمك؟"
CONSENT = "I agree to the [notice](https://acme.example/notice). Questions?"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", QUESTION), ("ar", "(1) Large!"), ("en", ARABIC), ("da", "1. كبير!")],
)
def test_words_that_run_the_other_way_are_isolated(language: str, words: str) -> None:
    with force_locale(language):
        assert said(words) == f"<bdi>{words}</bdi>"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", QUESTION), ("ar", ARABIC), ("ar", "1234?"), ("ar", ""), ("en", "!")],
)
def test_words_that_run_with_their_page_are_left_alone(language: str, words: str) -> None:
    with force_locale(language):
        assert said(words) == words


def test_what_is_written_in_them_stays_text() -> None:
    with force_locale("ar"):
        assert said("<b>Bold?") == "<bdi>&lt;b&gt;Bold?</bdi>"


def test_words_that_know_their_language_say_it_instead() -> None:
    with force_locale("ar"):
        marked = said(Words(QUESTION, language="en"))

    assert marked == f'<span lang="en" dir="ltr">{QUESTION}</span>'


def test_a_consent_is_one_piece_with_its_link() -> None:
    field: FieldKeys = {"type": "consent", "name": "privacy", "text": CONSENT}
    with force_locale("ar"):
        (item,) = shown(field, languages=("ar",), language="ar").visible_items
        tree = html5lib.parse(item(), namespaceHTMLElements=False)

    (piece,) = tree.iter("bdi")
    assert [link.get("href") for link in piece.iter("a")] == ["https://acme.example/notice"]
    words = "".join(piece.itertext())
    assert (words.startswith("I agree to the notice"), words.endswith(". Questions?")) == (
        True,
        True,
    )


def test_an_option_says_how_it_runs() -> None:
    options = ("Metal (any)", "معدن")
    field: FieldKeys = {"property": PROPERTY, "label": "السقف", "type": "select"}
    with force_locale("ar"):
        form = shown(field | {"options": options}, languages=("ar",), language="ar")
        tree = html5lib.parse(form.visible_items[0](), namespaceHTMLElements=False)

    ways = {option.get("value"): option.get("dir") for option in tree.iter("option")}
    assert ways == {"": None, "Metal (any)": "ltr", "معدن": None}
