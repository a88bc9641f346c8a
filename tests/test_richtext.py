from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.languages import Words, foreign_language
from leadframe.richtext import Segment, Span, in_full, plain, segments

POLICY = "https://acme.example/p"
MARKS = "[]()<>*_\\`!&#:/ \n"
# Line ends are made one kind, and U+0000 is replaced, as HTML would have them too.
ANY = st.text(st.characters(exclude_characters="\r\0"), max_size=80)
MARKED = st.text(st.sampled_from(MARKS + "ab"), max_size=60)
ADDRESSES = st.sampled_from(
    ["javascript:a", "//acme.example", "p", "https://a.example", "mailto:a@b.example", "data:,a"]
)
LINKS = st.builds("{}[{}]({}){}".format, MARKED, MARKED, ADDRESSES | MARKED, MARKED)


def words(text: str, address: str = "") -> Segment:
    return Segment((Span(text),), address)


def addresses_in(text: str) -> list[str]:
    return [segment.address for segment in segments(text) if segment.address]


def strong_in(text: str) -> str:
    spans = [span for segment in segments(text) for span in segment.spans]
    return "|".join(span.words for span in spans if span.is_strong)


# Links


def test_a_link_parts_the_words_around_it() -> None:
    assert segments(f"I agree to the [policy]({POLICY}).") == (
        words("I agree to the "),
        words("policy", POLICY),
        words("."),
    )


def test_a_text_may_be_nothing_but_links() -> None:
    assert segments("[a](https://a.example)[b](https://b.example)") == (
        words("a", "https://a.example"),
        words("b", "https://b.example"),
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://acme.example",
        "https://acme.example/policy_(2026)_(final)",
        "https://acme.example/a_b*c*?d=e&f=g#h",
        "https://blåbær.example/på-dansk",
        "https://[2001:db8::1]/",
        "mailto:privacy@acme.example",
        "mailto:privacy@acme.example?subject=My%20data",
    ],
)
def test_a_link_leads_to_its_address_as_it_is_written(address: str) -> None:
    assert segments(f"the [policy]({address})") == (words("the "), words("policy", address))


@pytest.mark.parametrize(
    "link",
    [
        "[policy](javascript:alert)",
        "[policy](JavaScript:alert)",
        "[policy](java&#x73;cript:alert)",
        "[policy](data:text/html,x)",
        "[policy](/privacy)",
        "[policy](//acme.example)",
        "[policy](acme.example)",
        "[policy](ftp://acme.example)",
        "[policy](mailto:)",
        "[policy](mailto:nobody)",
        "[policy](https://acme.example/a b)",
        "[policy](<https://acme.example/a b>)",
        "[policy](https://acme.example/(half)",
        '[policy](https://acme.example "ours")',
        "[policy]()",
        "[policy]( )",
        "[](https://acme.example)",
        "[ ](https://acme.example)",
        "[policy] (https://acme.example)",
        "[policy][1]",
        "<https://acme.example>",
        "https://acme.example",
    ],
)
def test_anything_else_is_words_as_they_are_written(link: str) -> None:
    assert addresses_in(link) == []
    assert plain(link) == link


def test_a_link_in_a_link_is_the_only_one() -> None:
    assert segments("[the [policy](https://acme.example) here](https://b.example)") == (
        words("[the "),
        words("policy", "https://acme.example"),
        words(" here](https://b.example)"),
    )


# Stress


def test_words_may_be_strong_or_emphasised_or_both() -> None:
    assert segments("a **b** *c* ***d***") == (
        Segment(
            (
                Span("a "),
                Span("b", is_strong=True),
                Span(" "),
                Span("c", is_emphasised=True),
                Span(" "),
                Span("d", is_strong=True, is_emphasised=True),
            )
        ),
    )


def test_a_link_may_hold_stress_in_stress() -> None:
    assert segments(f"See [our **whole *new* policy**]({POLICY})") == (
        words("See "),
        Segment(
            (
                Span("our "),
                Span("whole ", is_strong=True),
                Span("new", is_strong=True, is_emphasised=True),
                Span(" policy", is_strong=True),
            ),
            POLICY,
        ),
    )


def test_stress_may_hold_a_link() -> None:
    assert segments(f"**I read [it]({POLICY})** all") == (
        Segment((Span("I read ", is_strong=True),)),
        Segment((Span("it", is_strong=True),), POLICY),
        words(" all"),
    )


def test_strong_in_strong_ends_with_the_outer() -> None:
    assert strong_in("**a **b** c** d") == "a |b| c"


@pytest.mark.parametrize("text", ["2 * 3 * 4", "a_b_c", "*a", "**a", "fields with * are needed"])
def test_marks_that_stress_nothing_are_words(text: str) -> None:
    assert segments(text) == (words(text),)


# What stands for itself


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\*not\* \_this\_", "*not* _this_"),
        (r"\[not\](https://acme.example)", "[not](https://acme.example)"),
        (r"a \ b \a", r"a \ b \a"),
        ("one\\\ntwo", "one\ntwo"),
        ("one  \ntwo", "one  \ntwo"),
        ("# <b>&amp;</b> `x` ~~y~~ - > 1.", "# <b>&amp;</b> `x` ~~y~~ - > 1."),
    ],
)
def test_a_backslash_keeps_punctuation_and_all_else_is_plain(written: str, read: str) -> None:
    (segment,) = segments(written)
    assert (segment.words, segment.address) == (read, "")
    assert not any(span.is_strong or span.is_emphasised for span in segment.spans)


@given(ANY.filter(lambda text: not set(text) & set("[]*_\\")))
def test_words_without_marks_come_back_as_they_are(text: str) -> None:
    assert segments(text) == ((words(text),) if text else ())


@given(st.text(st.sampled_from(MARKS + "aé€"), max_size=60))
def test_an_escaped_text_is_the_text(text: str) -> None:
    escaped = "".join(f"\\{mark}" if mark in MARKS.strip() else mark for mark in text)
    assert plain(escaped) == text
    assert addresses_in(escaped) == []


@given(ANY | MARKED | LINKS)
def test_no_text_leads_anywhere_else(text: str) -> None:
    assert {urlsplit(address).scheme for address in addresses_in(text)} <= {
        "http",
        "https",
        "mailto",
    }


@given(LINKS)
def test_a_text_adds_no_words_of_its_own(text: str) -> None:
    assert len(plain(text)) <= len(text)


def test_words_keep_the_language_of_their_text() -> None:
    text = Words(f"Ja, **jeg** [accepterer]({POLICY})", language="da")
    spans = [span for segment in segments(text) for span in segment.spans]
    assert {foreign_language(span.words) for span in spans} == {"da"}


# As words


def test_the_addresses_are_told_where_nothing_can_be_followed() -> None:
    text = f"I read **the** [*policy*]({POLICY})."
    assert in_full(text) == f"I read the policy ({POLICY})."
    assert plain(text) == "I read the policy."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[us](mailto:us@acme.example)", "us (us@acme.example)"),
        ("[us](mailto:us@acme.example?subject=Hi)", "us (us@acme.example)"),
        ("[us@acme.example](mailto:us@acme.example)", "us@acme.example"),
        ("[https://acme.example](https://acme.example)", "https://acme.example"),
    ],
)
def test_an_address_is_told_once_and_as_people_write_it(written: str, told: str) -> None:
    assert in_full(written) == told
