from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.configuration import Configuration
from tests.chaos.run import run
from tests.postgresql import need_binaries

# Those who come with trouble of their own see to it that some leads are in doubt, whatever the
# speed of the machine.
ON_SQLITE = Configuration(database="sqlite", key=True, channels=1, leads=80, seconds=12, seed=1)
ON_POSTGRESQL = Configuration(
    database="postgresql", key=True, channels=5, leads=80, seconds=12, seed=1
)


@pytest.mark.parametrize("configuration", [ON_SQLITE, ON_POSTGRESQL], ids=lambda one: one.name)
def test_whatever_goes_wrong_nothing_is_lost_sent_twice_or_stuck(
    configuration: Configuration, tmp_path: Path
) -> None:
    if configuration is ON_POSTGRESQL:
        need_binaries()

    result = run(configuration, tmp_path)

    # As text: of anything else pytest shows no more than a line.
    told = f"{result.reckoning.counts()}\n{result.surprises}\n{result.stories}"
    assert result.is_good, told
    assert result.reckoning.delivered
    assert result.reckoning.in_doubt
