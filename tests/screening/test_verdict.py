from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadframe.screening import DOUBTFUL_POINTS, ENOUGH_POINTS, Decoy, Rule, Verdict, judge
from leadframe.screening.rules import CONFIRMED
from tests.screening.world import RULES, rules_against, seen


def rule(points: int, reason: str = "seen") -> Rule:
    return Rule(points=points, reason=reason, applies=lambda _seen: True)


@given(st.lists(st.integers(1, 12), max_size=6))
def test_points_add_up_and_enough_of_them_are_spam(points: list[int]) -> None:
    verdict = judge(seen(), [rule(each) for each in points])

    assert verdict.points == sum(points)
    assert verdict.is_spam is (sum(points) >= ENOUGH_POINTS)
    assert verdict.is_doubtful is (DOUBTFUL_POINTS <= sum(points) < ENOUGH_POINTS)
    assert len(verdict.reasons) == (len(points) if verdict.is_spam else 0)
    assert verdict.remarks == ()


def test_the_reasons_say_what_was_seen_and_how_much_it_counts() -> None:
    verdict = Verdict((rule(6, "many links"), rule(4, "a program's name")))

    assert verdict.reasons == ("many links (6)", "a program's name (4)")


def test_who_is_no_spammer_has_no_reasons_on_record() -> None:
    assert judge(seen(open_seconds=0.0), RULES).reasons == ()
    assert rules_against() == ()


def test_what_was_confirmed_has_them_as_remarks() -> None:
    verdict = Verdict((rule(6, "many links"), CONFIRMED))

    assert verdict.reasons == ()
    assert verdict.remarks == ("many links (6)", f"{CONFIRMED.reason} (0)")


def test_who_confirms_spam_is_kept_apart_all_the_same() -> None:
    verdict = Verdict((rule(10, "a decoy"), CONFIRMED))

    assert verdict.reasons == ("a decoy (10)", f"{CONFIRMED.reason} (0)")
    assert verdict.remarks == ()


def test_reasons_quote_nothing_that_was_written() -> None:
    verdict = judge(
        seen(
            decoy=Decoy.FILLED_IN,
            open_seconds=0.1,
            email="carla@mailinator.com",
            person_names=("Carla https://carla.example", ""),
            texts=("carla.example [url=https://carla.example]",),
        ),
        RULES,
    )

    assert verdict.points == 34
    assert "carla" not in "".join(verdict.reasons).casefold()
