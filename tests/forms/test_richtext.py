from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.richtext import Segment, segments


def test_a_link_parts_the_words_around_it() -> None:
    assert segments("I agree to the [policy](https://acme.example/p).") == [
        Segment("I agree to the "),
        Segment("policy", "https://acme.example/p"),
        Segment("."),
    ]


def test_a_text_may_be_nothing_but_links() -> None:
    assert segments("[a](https://a.example)[b](https://b.example)") == [
        Segment("a", "https://a.example"),
        Segment("b", "https://b.example"),
    ]


@given(st.text(max_size=80))
def test_words_without_links_stay_as_they_are(text: str) -> None:
    words = text.replace("[", "(")
    assert "".join(segment.words for segment in segments(words)) == words
