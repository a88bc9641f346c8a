from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.rates import LONGEST_WINDOW, Rate, Rates

RATE_LISTS = st.lists(
    st.builds(Rate, st.integers(1, 10**9 - 1), st.integers(1, LONGEST_WINDOW)), max_size=3
).map(tuple)


def refusal_of(text: str) -> str:
    with pytest.raises(ValueError, match=r"limit|part|twice") as refused:
        Rates.parse(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("100/hour", Rate(100, 3600)),
        ("30/10 minutes", Rate(30, 600)),
        ("30/10minutes", Rate(30, 600)),
        ("30 / 1 minute", Rate(30, 60)),
        ("5/2 seconds", Rate(5, 2)),
        ("1/day", Rate(1, 86400)),
    ],
)
def test_a_rate_is_so_many_in_so_long(text: str, rate: Rate) -> None:
    assert Rate.parse(text) == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30",
        "30/",
        "/hour",
        "30/week",
        "-1/hour",
        "1.5/hour",
        "30/1,5 hours",
        "٣/hour",
        "9" * 30,
    ],
)
def test_what_is_no_rate_is_answered_with_one_that_is(text: str) -> None:
    with pytest.raises(ValueError, match="such as 30/10 minutes or 100/hour"):
        Rate.parse(text)


@pytest.mark.parametrize("text", ["0/hour", "1/0 hours", "1/25 hours", "1/2 days"])
def test_a_rate_lets_something_in_within_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="at least 1, in at most 1 day"):
        Rate.parse(text)


def test_what_is_not_named_stays_as_it_is() -> None:
    rates = Rates.parse(" source 10/minute, 50/hour ;form off;")

    assert rates.source == (Rate(10, 60), Rate(50, 3600))
    assert rates.form == ()
    assert rates.deployment == Rates().deployment
    assert rates.requests == Rates().requests


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (
            "100/hour",
            'begin each part with one of requests, source, form, deployment, or write "off"',
        ),
        ("visitor 1/hour", "begin each part with one of"),
        ("source 1/hour; source 2/hour", "source is there twice"),
        ("source", "write limits such as"),
        ("source 1/hour,", "write limits such as"),
        ("source 1/hour, off", "write limits such as"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(text: str, remedy: str) -> None:
    assert remedy in refusal_of(text)


@given(
    st.builds(Rates, requests=RATE_LISTS, source=RATE_LISTS, form=RATE_LISTS, deployment=RATE_LISTS)
)
def test_rates_are_told_as_they_are_written(rates: Rates) -> None:
    assert Rates.parse(str(rates)) == rates


def test_many_behind_one_address_are_let_in_and_robots_are_not() -> None:
    """The numbers that docs/limits.md gives reasons for."""
    assert str(Rates()) == (
        "requests 3000/10 minutes; source 60/10 minutes, 200/hour; form 1000/hour;"
        " deployment 5000/hour"
    )
