from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from leadframe.consent import LONGEST_TOLD, Consent, with_statements

AT = 1_795_674_600.9
PROPERTY = "11111111-2222-3333-4444-555555555555"
YES = Consent(
    field="privacy",
    is_given=True,
    text="I agree to the\n[policy](https://acme.example).",
    told="I agree to the\npolicy (https://acme.example).",
    language="en",
    version="abcdef12",
)
SHA256 = hashlib.sha256(YES.text.encode()).hexdigest()
SAID = (
    'Agreed to "I agree to the policy (https://acme.example)."'
    f" (version abcdef12, sha256 {SHA256}, 2026-11-26T06:30:00+00:00)"
)


def test_a_statement_tells_the_words_their_digest_the_version_and_the_time() -> None:
    assert YES.statement(at=AT) == SAID


def test_what_is_kept_is_the_text_as_it_stands_in_the_file() -> None:
    assert YES.as_record() == {
        "field": "privacy",
        "given": True,
        "text": YES.text,
        "language": "en",
        "sha256": SHA256,
        "version": "abcdef12",
    }


def test_a_consent_that_says_nothing_of_it_is_not_told() -> None:
    request = {"email": "kim@example.test"}

    assert with_statements(request, [YES], at=AT) == request


def test_a_box_that_was_not_ticked_is_not_told() -> None:
    no = replace(YES, is_given=False, send_in="notes")

    assert with_statements({}, [no], at=AT) == {}


def test_notes_come_before_what_was_agreed_to() -> None:
    told = replace(YES, send_in="notes")

    assert with_statements({}, [told], at=AT) == {"notes": SAID}
    assert with_statements({"notes": "Hi"}, [told], at=AT) == {"notes": f"Hi\n\n{SAID}"}


def test_a_property_follows_those_that_are_there() -> None:
    other = {"property_definitions_id": "1", "value": "x"}
    own = {"property_definitions_id": PROPERTY, "value": SAID}
    request = {"properties": [other]}

    told = with_statements(request, [replace(YES, send_in=PROPERTY)], at=AT)

    assert told == {"properties": [other, own]}
    assert request == {"properties": [other]}


@given(st.text(max_size=2000))
def test_a_statement_is_one_line_of_bounded_length(told: str) -> None:
    statement = replace(YES, told=told).statement(at=AT)

    assert len(statement.splitlines()) == 1
    assert len(statement) <= LONGEST_TOLD + 150
