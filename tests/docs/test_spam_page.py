from __future__ import annotations

from leadframe.screening import DOUBTFUL_POINTS, ENOUGH_POINTS, rules_for
from leadframe.settings import Settings
from tests.docs.pages import page, table_rows

PAGE = page("spam.md")


def test_every_rule_is_there_with_its_points() -> None:
    usual = Settings.model_fields["min_fill_seconds"].default
    rules = rules_for(min_fill_seconds=usual)

    rows = [cells[:2] for cells in table_rows(PAGE) if cells[0].isdecimal()]
    assert rows == [[str(rule.points), rule.reason] for rule in rules]
    assert f"with {ENOUGH_POINTS} or more the lead is" in PAGE
    assert f"with {DOUBTFUL_POINTS} to {ENOUGH_POINTS - 1} points" in PAGE
