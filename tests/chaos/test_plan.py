from __future__ import annotations

from random import Random

from tests.chaos.numbers import FREEZE_SECONDS, LEASE_SECONDS, QUARANTINE_SECONDS
from tests.chaos.plan import Step, Trouble, plan
from tests.chaos.visitors import crowd

SECONDS = 15.0


def random(seed: int = 1) -> Random:
    return Random(seed)  # noqa: S311 - no secret


def planned(seed: int = 1) -> list[Step]:
    return plan(random(seed), seconds=SECONDS, webs=2, couriers=2)


def test_a_seed_decides_everything_that_goes_wrong() -> None:
    assert planned() == planned()
    assert planned() != planned(seed=2)


def test_a_seed_decides_who_comes() -> None:
    crowds = [crowd(random(), leads=9, forms=["a", "b"], seconds=SECONDS) for _ in range(2)]

    assert crowds[0] == crowds[1]
    assert len({visitor.name for visitor in crowds[0]}) == 9


def test_even_in_a_short_run_everything_goes_wrong_once() -> None:
    assert {step.trouble for step in planned()} == set(Trouble)


def test_a_plan_is_in_order_and_within_the_run() -> None:
    times = [step.at for step in planned()]

    assert times == sorted(times)
    assert all(0 <= at <= SECONDS for at in times)


def test_one_host_dies_for_good_in_the_midst_of_it() -> None:
    (dead_host,) = [step for step in planned() if step.trouble is Trouble.DEAD_HOST]

    assert 0 < dead_host.at < SECONDS


def test_a_freeze_outlives_the_lease_and_ends_before_a_resend_could_be_its_fault() -> None:
    shortest, longest = FREEZE_SECONDS

    assert LEASE_SECONDS < shortest < longest < LEASE_SECONDS + QUARANTINE_SECONDS
