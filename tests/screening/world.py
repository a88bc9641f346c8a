"""Evidence of an honest visitor, to be changed by one thing at a time."""

from __future__ import annotations

from typing import Any

from leadframe.screening import Evidence, Rule, judge, rules_for

MIN_FILL_SECONDS = 2.0
RULES = rules_for(min_fill_seconds=MIN_FILL_SECONDS)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOTES = "We need forty chairs and ten tables for the second week of May, delivered to Odense."


def seen(**what: Any) -> Evidence:
    """Return what is seen of a visitor who does nothing unusual but what is given."""
    usual = {
        "open_seconds": 40.0,
        "user_agent": FIREFOX,
        "fetch_site": "same-origin",
        "email": "ada@example.com",
        "person_names": ("Ada", "King"),
        "company": "Reed & Sons",
        "texts": (NOTES,),
        "own_texts": (NOTES,),
    }
    return Evidence(**{**usual, **what})


def rules_against(**what: Any) -> tuple[Rule, ...]:
    """Return the rules that apply to such a visitor."""
    return judge(seen(**what), RULES).rules
