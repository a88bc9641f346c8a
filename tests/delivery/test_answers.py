from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.delivery.answers import RETRY_AFTER_MAX_SECONDS, judge, retry_after_seconds
from leadframe.delivery.words import LONGEST, safe_words
from leadframe.ledger import Outcome, Verdict

NOW = 1_743_585_300.0  # Wed, 02 Apr 2025 09:15:00 GMT
HTML = b"<!doctype html><h1>No</h1>"


def verdict(status: int, body: bytes = b"") -> Verdict:
    return judge(status, {}, body, now=NOW).verdict


@pytest.mark.parametrize("status", [200, 201, 202, 207, 299])
def test_any_2xx_with_a_lead_id_is_proof(status: int) -> None:
    body = b'{"lead": {"id": "aabb", "status": "New lead"}}'
    assert judge(status, {}, body, now=NOW) == Outcome(
        verdict=Verdict.DELIVERED, http_status=status, upstream_id="aabb"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        HTML,
        b'{"lead": null}',
        b'{"lead": []}',
        b'{"lead": {}}',
        b'{"lead": {"id": null}}',
        b'{"lead": {"id": ""}}',
        b'{"lead": {"id": "  "}}',
        b'{"lead": {"id": "\\u0000"}}',
        b'{"lead": {"id": 7}}',
        b'{"error": "channel_id required"}',
        b'{"lead": {"id": "aabb"',
        b"\xff\xfe\xff",
        b"[" * 100_000,
    ],
)
def test_a_2xx_without_a_readable_id_is_no_proof(body: bytes) -> None:
    assert judge(200, {}, body, now=NOW) == Outcome(
        verdict=Verdict.AMBIGUOUS, http_status=200, error="200 without a lead id"
    )


def test_what_no_database_stores_is_left_out_of_an_id() -> None:
    outcome = judge(200, {}, b'{"lead": {"id": "aa\\u0000bb\\ud800"}}', now=NOW)
    assert (outcome.verdict, outcome.upstream_id) == (Verdict.DELIVERED, "aabb")


def test_a_very_long_id_is_still_proof() -> None:
    outcome = judge(200, {}, json.dumps({"lead": {"id": "a" * 10_000}}).encode(), now=NOW)
    assert outcome.verdict is Verdict.DELIVERED
    assert len(outcome.upstream_id or "") == 200


def test_400_in_the_apis_words_refuses_the_lead() -> None:
    outcome = judge(400, {}, b'{"error": "channel_id required"}', now=NOW)
    assert (outcome.verdict, outcome.error) == (Verdict.REFUSED, "400 channel_id required")


@pytest.mark.parametrize("body", [b"", HTML, b"{}", b'{"error": ""}', b'{"error": {}}', b'"no"'])
def test_400_in_anybody_elses_words_is_for_a_person(body: bytes) -> None:
    assert verdict(400, body) is Verdict.AMBIGUOUS


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("body", [b"", HTML, b'{"error": "Channel not found"}'])
def test_who_is_not_let_in_is_misconfigured_whoever_says_so(status: int, body: bytes) -> None:
    assert verdict(status, body) is Verdict.MISCONFIGURED


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("body", [b"", HTML, b'{"error": "busy"}'])
def test_a_server_that_is_too_busy_did_nothing(status: int, body: bytes) -> None:
    outcome = judge(status, {"Retry-After": "30"}, body, now=NOW)
    assert (outcome.verdict, outcome.retry_after_seconds) == (Verdict.NOT_SENT, 30)


@pytest.mark.parametrize("status", [100, 301, 302, 307, 402, 405, 408, 409, 413, 418, 422, 451])
def test_what_is_not_documented_proves_nothing(status: int) -> None:
    assert verdict(status, b'{"lead": {"id": "aabb"}}') is Verdict.AMBIGUOUS


@pytest.mark.parametrize("status", [500, 501, 502, 504, 520, 546, 599])
def test_a_server_that_failed_may_have_done_it_before(status: int) -> None:
    assert verdict(status, b'{"error": "boom"}') is Verdict.AMBIGUOUS


def test_an_operator_reads_what_the_api_said() -> None:
    body = b'{"error": "Public API not enabled for this channel"}'
    outcome = judge(403, {}, body, now=NOW)
    assert outcome.error == "403 Public API not enabled for this channel"


def test_an_operator_reads_when_the_api_said_nothing() -> None:
    assert judge(502, {}, HTML, now=NOW).error == "502 without the API's error text"


@given(
    status=st.integers(100, 999),
    headers=st.dictionaries(st.just("Retry-After"), st.text()),
    body=st.binary() | st.text().map(str.encode),
)
def test_no_answer_is_too_odd_to_judge(status: int, headers: dict[str, str], body: bytes) -> None:
    outcome = judge(status, headers, body, now=NOW)
    assert outcome.http_status == status
    assert (outcome.verdict is Verdict.DELIVERED) == bool(outcome.upstream_id)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["lead", "id", "error", "status"]), inner)
    ),
    max_leaves=12,
)


@given(status=st.integers(100, 599), answer=JSON)
def test_only_a_2xx_with_an_id_delivers_and_only_400_refuses(status: int, answer: object) -> None:
    outcome = judge(status, {}, json.dumps(answer).encode(), now=NOW)
    if outcome.verdict is Verdict.DELIVERED:
        assert 200 <= status < 300
    assert (outcome.verdict is Verdict.REFUSED) <= (status == 400)
    assert (outcome.verdict is Verdict.MISCONFIGURED) == (status in {401, 403, 404})
    assert (outcome.verdict is Verdict.NOT_SENT) == (status in {429, 503})


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("0", 0),
        (" 30 ", 30),
        ("21600", 21600),
        ("21601", 21600),
        ("9" * 10_000, 21600),
        ("Wed, 02 Apr 2025 09:16:00 GMT", 60),
        ("Wed, 02 Apr 2025 09:14:00 GMT", 0),
        ("Wed, 02 Apr 2035 09:14:00 GMT", 21600),
        ("Wed, 99 Apr 2025 09:14:00 GMT", None),
        ("Wed, 02 Apr 2025", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, now=NOW) == seconds


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ .*"))
def test_no_retry_after_is_too_odd_to_read(value: str) -> None:
    seconds = retry_after_seconds(value, now=NOW)
    assert seconds is None or 0 <= seconds <= RETRY_AFTER_MAX_SECONDS


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Channel not found", "Channel not found"),
        ("  two\n\tlines\x00 ", "two lines"),
        ("no channel 00000000-0000-4000-8000-00000000000C here", "no channel … here"),
        ("no channel 0000000000004000800000000000000c", "no channel …"),
        ("alex@example.com is taken", "… is taken"),
        ('invalid input: "Alex Johnson"', "invalid input: …"),
        ('invalid input: "Alex John', "invalid input: …"),
        ("call +45 12 34 56 78 now", "call … now"),
        ("at most 100 rows", "at most 100 rows"),
    ],
)
def test_words_are_kept_and_what_tells_of_a_person_is_not(text: str, safe: str) -> None:
    assert safe_words(text) == safe


def test_words_that_are_cut_off_end_in_no_half_address() -> None:
    assert safe_words("x " * 235 + "alex.johnson@example.com").count("alex") == 0


@given(st.text(max_size=2000), st.uuids(), st.emails(), st.text(max_size=400))
def test_words_never_hold_an_id_or_an_address(
    before: str, uuid: object, email: str, after: str
) -> None:
    words = safe_words(f"{before} {uuid} {email} {after}")
    assert len(words) <= LONGEST
    assert str(uuid) not in words
    assert email not in words
    assert not re.search(r"[\x00-\x1f\x7f]", words)
