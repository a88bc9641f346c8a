from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.ledger import Numbers, Outcome, State, Verdict
from leadframe.ledger.policy import (
    Decision,
    Moment,
    Series,
    decide,
    decide_unconfirmed,
    pause_seconds,
    wait_seconds,
)
from leadframe.settings import read_settings
from tests.ledger.world import (
    AMBIGUOUS,
    DELIVERED,
    MISCONFIGURED,
    NOT_SENT,
    NUMBERS,
    REFUSED,
)

NOW = 5000.0
MOMENT = Moment(now=NOW, chance=0.0, numbers=NUMBERS)
SECOND_TRY = Series(tries=2, began_at=NOW - 60)
TOO_MANY = Series(tries=NUMBERS.max_tries, began_at=NOW - 60)
TOO_OLD = Series(tries=2, began_at=NOW - NUMBERS.max_age_seconds)


def test_the_numbers_are_the_settings_of_the_same_names() -> None:
    settings = read_settings({"LEADFRAME_SECRET_KEY": "k" * 32, "LEADFRAME_MAX_TRIES": "7"})

    assert Numbers.of(settings) == Numbers(
        lease_seconds=60,
        quarantine_seconds=120,
        lookup_seconds=(2, 10, 30, 60),
        absent_gap_seconds=30,
        clock_skew_seconds=120,
        backoff_seconds=5,
        backoff_max_seconds=3600,
        max_tries=7,
        max_age_seconds=172800,
        barrier_sends=60,
        breaker_failures=5,
        breaker_pause_seconds=30,
        breaker_pause_max_seconds=900,
        channel_in_flight=4,
        retention_days=30,
    )


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (DELIVERED, State.DELIVERED),
        (REFUSED, State.DEAD),
        (AMBIGUOUS, State.UNCONFIRMED),
    ],
)
@pytest.mark.parametrize("series", [SECOND_TRY, TOO_MANY, TOO_OLD])
def test_some_outcomes_decide_by_themselves(outcome: Outcome, state: State, series: Series) -> None:
    assert decide(outcome, series, MOMENT) == Decision(state=state, tries=series.tries)


def test_what_was_not_sent_waits_for_its_next_try() -> None:
    assert decide(NOT_SENT, SECOND_TRY, MOMENT) == Decision(
        state=State.QUEUED, tries=2, due_at=NOW + 5.0
    )


@pytest.mark.parametrize("series", [TOO_MANY, TOO_OLD])
def test_what_was_not_sent_dies_in_the_end(series: Series) -> None:
    assert decide(NOT_SENT, series, MOMENT).state is State.DEAD


@pytest.mark.parametrize("series", [SECOND_TRY, TOO_MANY, TOO_OLD])
def test_a_wrong_configuration_kills_no_lead(series: Series) -> None:
    assert decide(MISCONFIGURED, series, MOMENT) == Decision(
        state=State.QUEUED, tries=series.tries - 1, due_at=NOW
    )


def test_a_doubtful_lead_is_held() -> None:
    decision = decide_unconfirmed(SECOND_TRY, MOMENT, resend=False)

    assert decision == Decision(state=State.HELD, tries=2)


def test_a_doubtful_lead_is_resent_where_its_form_says_so() -> None:
    decision = decide_unconfirmed(SECOND_TRY, MOMENT, resend=True)

    assert decision == Decision(state=State.QUEUED, tries=2, due_at=NOW + 5.0)


@pytest.mark.parametrize("series", [TOO_MANY, TOO_OLD])
def test_a_doubtful_lead_is_not_resent_for_ever(series: Series) -> None:
    assert decide_unconfirmed(series, MOMENT, resend=True).state is State.HELD


def test_the_wait_doubles_up_to_its_ceiling() -> None:
    slowest = replace(MOMENT, chance=1.0)

    waits = [wait_seconds(tries, slowest) for tries in (1, 2, 3, 10, 11, 5000)]

    assert waits == [5.0, 10.0, 20.0, 2560.0, 3600.0, 3600.0]


@given(tries=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_the_wait_is_spread_over_the_upper_half(tries: int, chance: float) -> None:
    full = wait_seconds(tries, replace(MOMENT, chance=1.0))

    assert full / 2 <= wait_seconds(tries, replace(MOMENT, chance=chance)) <= full


@given(
    tries=st.integers(1, 30),
    retry_after=st.none() | st.floats(allow_nan=False),
)
def test_the_wait_is_what_the_api_asks_for_at_least_and_six_hours_at_most(
    tries: int, retry_after: float | None
) -> None:
    outcome = Outcome(verdict=Verdict.NOT_SENT, retry_after_seconds=retry_after)
    patient = replace(MOMENT, numbers=replace(NUMBERS, max_tries=99))

    due_at = decide(outcome, Series(tries=tries, began_at=NOW), patient).due_at

    assert due_at is not None
    assert due_at >= NOW + min(retry_after or 0.0, 21600.0)
    assert 0 < due_at - NOW <= 21600.0


def test_a_form_rests_longer_with_each_failure_up_to_a_ceiling() -> None:
    numbers = replace(NUMBERS, breaker_failures=5)

    rests = [pause_seconds(fails, numbers) for fails in (0, 4, 5, 6, 9, 10, 5000)]

    assert rests == [0.0, 0.0, 30.0, 60.0, 480.0, 900.0, 900.0]
