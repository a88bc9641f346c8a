from __future__ import annotations

import re

from leadframe.rates import SCOPES, SECONDS, Rates
from leadframe.web.counters import REST_SECONDS
from leadframe.web.redis_counts import STORAGE_SECONDS
from tests.docs.pages import code_blocks, page, table_rows

PAGE = page("limits.md")


def test_every_limit_is_in_the_table_with_what_it_lets_in() -> None:
    rows = {cells[0].strip("`"): cells[3].strip("`") for cells in table_rows(PAGE)[1:5]}

    assert list(rows) == list(SCOPES)
    assert Rates.parse("; ".join(f"{name} {rates}" for name, rates in rows.items())) == Rates()


def test_the_example_of_other_limits_can_be_used() -> None:
    (command,) = code_blocks(PAGE, "sh")
    (example,) = re.findall('="(.+)"', command)

    assert Rates.parse(example) != Rates()


def test_every_unit_is_named() -> None:
    assert all(f"`{unit}`" in PAGE for unit in SECONDS)


def test_what_is_said_of_redis_is_true_of_the_code() -> None:
    assert STORAGE_SECONDS == 0.1
    assert "a tenth of a second" in PAGE
    assert REST_SECONDS == 5
    assert "five\nseconds" in PAGE
