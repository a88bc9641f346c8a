from __future__ import annotations

import json
from contextlib import suppress
from math import inf
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadframe.delivery.sightings import SHOWN_AT_MOST, read_sightings
from leadframe.errors import UnreadableAnswerError
from leadframe.lead import ALPHABET, ID_LENGTH, Lead, reference_of
from leadframe.ledger import Sightings

OURS = "A" * ID_LENGTH
REFERENCE = reference_of(OURS)
THEN = 1743585300.0
CREATED_AT = "2025-04-03T09:15:00.000Z"


def read(answer: object) -> Sightings:
    return read_sightings(json.dumps(answer).encode())


def lead(**values: object) -> dict[str, Any]:
    return {"id": "lead-1", "created_at": CREATED_AT, **values}


def full(*times: object) -> list[dict[str, Any]]:
    """Return as many leads as are ever shown, the last of them created at these times."""
    return [lead() for _ in range(SHOWN_AT_MOST - len(times))] + [
        lead(created_at=time) for time in times
    ]


class TestReferences:
    @pytest.mark.parametrize(
        "values",
        [
            {"business_id": REFERENCE},
            {"business_id": REFERENCE.upper()},
            {"business_id": f" {REFERENCE.lower()}\n"},
            {"notes": f"Reference: {REFERENCE}\n\nHello"},
            {"notes": f"<p>Hello</p><p>Reference: {REFERENCE}</p>"},
            {"property_values": [{"property_definitions_id": "x", "value": REFERENCE}]},
            {"property_values": {"Our reference": {"value": [REFERENCE]}}},
            {"Our reference": REFERENCE},
            {"referring_employee": {"name": "Kim", "note": REFERENCE}},
        ],
    )
    def test_ours_is_seen_wherever_it_stands(self, values: dict[str, object]) -> None:
        assert read([lead(**values)]).upstream_ids == {OURS: "lead-1"}

    def test_what_notes_are_given_is_seen_in_them_again(self) -> None:
        notes = Lead(notes="Hi\r\n" * 5000).with_reference(REFERENCE, "notes").notes

        assert read([lead(notes=notes)]).upstream_ids == {OURS: "lead-1"}

    @pytest.mark.parametrize(
        "text",
        [
            "lf-",
            "lf-" + "A" * 15,
            "lf-" + "I" * 16,
            "LF" + "A" * 16,
            "A" * 16,
            "lf-" + "\u017f" * 16,
        ],
    )
    def test_what_only_looks_like_one_is_none(self, text: str) -> None:
        assert read([lead(business_id=text)]).upstream_ids == {}

    def test_every_lead_has_its_own(self) -> None:
        leads = [lead(id=letter, business_id=f"lf-{letter * 16}") for letter in "ABC"]

        assert read(leads).upstream_ids == {letter * 16: letter for letter in "ABC"}

    def test_of_several_leads_with_one_reference_the_oldest_has_it(self) -> None:
        quoting = lead(id="later", notes=f"I wrote before: {REFERENCE}")

        assert read([quoting, lead(business_id=REFERENCE)]).upstream_ids == {OURS: "lead-1"}

    def test_a_lead_without_an_id_is_there_all_the_same(self) -> None:
        answer = [lead(), {"business_id": REFERENCE}]

        assert read(answer).upstream_ids == {OURS: ""}

    @pytest.mark.parametrize(
        ("given_id", "kept"), [(7, "7"), ("a\x00b\ud800", "ab"), ("x" * 300, "x" * 200)]
    )
    def test_an_id_is_kept_as_a_database_takes_it(self, given_id: object, kept: str) -> None:
        answer = [lead(id=given_id, business_id=REFERENCE)]

        assert read(answer).upstream_ids == {OURS: kept}


class TestShapes:
    @pytest.mark.parametrize("shape", [lambda leads: leads, lambda leads: {"leads": leads}])
    @pytest.mark.parametrize("count", [0, 1, 99])
    def test_a_short_list_leaves_nothing_out_of_sight(self, shape: Any, count: int) -> None:
        assert read(shape([lead()] * count)) == Sightings(
            upstream_ids={}, window_from=-inf, shown=count
        )

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<h1>Welcome</h1>",
            b"null",
            b"{}",
            b'"leads"',
            b'{"leads": {}}',
            b'{"leads": null}',
            b'{"leads": [], "error": "time-out"}',
            b'{"error": "Channel not accessible"}',
            b'[{"message": "try again"}]',
            b"[[], null, 7]",
            b'{"leads": [{"id": "lead-1"}',
            b"[" * 100_000,
        ],
    )
    def test_an_answer_without_leads_is_never_nothing(self, body: bytes) -> None:
        with pytest.raises(UnreadableAnswerError):
            read_sightings(body)

    @pytest.mark.parametrize("junk", [None, 7, "lead", [], {}, {"id": None}, {"id": ""}])
    def test_beside_what_is_no_lead_only_presence_counts(self, junk: object) -> None:
        sightings = read([lead(business_id=REFERENCE), junk])

        assert sightings == Sightings(upstream_ids={OURS: "lead-1"}, window_from=inf, shown=2)


class TestWindow:
    @pytest.mark.parametrize(
        ("created_at", "seconds"),
        [
            ("2025-04-02T09:15:00Z", THEN),
            ("2025-04-02t09:15:00z", THEN),
            ("2025-04-02T09:15:00.250Z", THEN + 0.25),
            ("2025-04-02T09:15:00.250000001+00:00", THEN + 0.25),
            ("2025-04-02T11:15:00+02:00", THEN),
            ("2025-04-02 04:15:00-0500", THEN),
            ("2025-04-02 09:15:00.25+00", THEN + 0.25),
            (THEN, THEN),
            (int(THEN), THEN),
            (THEN * 1000 + 250, THEN + 0.25),
        ],
    )
    def test_a_full_list_reaches_back_to_its_oldest_lead(
        self, created_at: object, seconds: float
    ) -> None:
        assert read(full(created_at)).window_from == seconds

    def test_the_oldest_lead_is_wherever_it_stands(self) -> None:
        leads = full("2025-04-02T09:15:00Z", "2025-04-01T09:15:00Z", "2025-04-02T09:15:00Z")

        assert read(leads).window_from == THEN - 86400

    @pytest.mark.parametrize(
        "created_at",
        [
            None,
            "",
            "yesterday",
            "2025-04-02",
            "2025-04-02T09:15:00",
            "1743585300",
            0,
            -1,
            True,
            10**400,
            float("nan"),
            float("inf"),
            [],
            {},
        ],
    )
    def test_a_full_list_with_a_time_that_cannot_be_read_covers_nothing(
        self, created_at: object
    ) -> None:
        assert read(full(created_at, CREATED_AT)).window_from == inf

    def test_a_short_list_needs_no_times(self) -> None:
        assert read(full("yesterday")[1:]).window_from == -inf


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.just(REFERENCE)
    | st.datetimes().map(str),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "created_at", "leads", "error", "notes"]) | st.text(), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
@example([{"id": "lead-1", "created_at": "0001-01-01T00:00:00+23:59"}] * SHOWN_AT_MOST)
@example([{"id": "lead-1", "created_at": "9999-12-31T23:59:59-23:59"}] * SHOWN_AT_MOST)
def test_no_answer_is_too_odd_to_be_read_or_refused(answer: object) -> None:
    try:
        sightings = read(answer)
    except UnreadableAnswerError:
        return
    assert sightings.upstream_ids.keys() <= {OURS}


@given(st.binary())
def test_no_bytes_are_too_odd_to_be_refused(body: bytes) -> None:
    with suppress(UnreadableAnswerError):
        read_sightings(body)


def nested(text: str) -> st.SearchStrategy[object]:
    """Give JSON values with a text somewhere in them."""
    return st.recursive(
        st.just(text),
        lambda inner: (
            st.tuples(JSON, inner).map(list)
            | st.tuples(st.text(), inner, JSON).map(
                lambda parts: {"more": parts[2], parts[0]: parts[1]}
            )
        ),
        max_leaves=6,
    )


@given(
    st.text(ALPHABET, min_size=ID_LENGTH, max_size=ID_LENGTH).flatmap(
        lambda id_: st.tuples(
            st.just(id_),
            st.text().flatmap(lambda before: nested(f"{before} {reference_of(id_)}")),
            st.text().filter(lambda key: key != "id"),
        )
    )
)
def test_a_reference_is_found_wherever_it_is_put(hidden: tuple[str, object, str]) -> None:
    id_, value, key = hidden

    assert read([lead(**{key: value})]).upstream_ids[id_] == "lead-1"
