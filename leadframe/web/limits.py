"""What is let in: requests and leads, by their source, their form, and all together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache

from leadframe.channels import FormDefinition
from leadframe.errors import OverLimitError
from leadframe.rates import Rate, Rates
from leadframe.web.counters import Counters, Rule, Wait
from leadframe.web.sources import Sources

HOUR_SECONDS = 3600
EVERYBODY = "all"
KEPT_RULES = 4096

log = logging.getLogger(__name__)


class Limits:
    """Counts what is sent, and refuses what is more than the rates let in.

    Leads count when they are stored, and not before: mistakes and steps are requests alone. One
    that looks like spam goes nowhere and counts for its source alone, or a flood of such would
    keep everybody else out.
    A source that is not known is not limited.

    Args:
        rates: what is let in.
        counters: keep the counts.
        sources: name addresses, for the counters never see one.
    """

    def __init__(self, rates: Rates, counters: Counters, sources: Sources) -> None:
        self._rates = rates
        self._counters = counters
        self._sources = sources

    @property
    def are_at_hand(self) -> bool:
        """Whether the counts are in this process, so that nobody waits for them."""
        return self._counters.are_at_hand

    def source_of(self, address: str | None) -> str | None:
        """Return what a visitor's address is counted as, or None where it is no address."""
        return self._sources.name(address)

    def admit_request(self, source: str | None) -> None:
        """Count a request.

        Raises:
            OverLimitError: its source has sent too many.
        """
        rules = _rules_for_source("requests", source, self._rates.requests)
        _refuse_over(self._counters.count(rules))

    def admit_lead(
        self, definition: FormDefinition, source: str | None, *, beside: int = 0
    ) -> None:
        """Look whether there is room for a lead beside some others; it is not counted yet.

        So leads that are stored at the same moment may be a few more than the rates say.

        Raises:
            OverLimitError: its source, its form or all forms together have had too many.
        """
        _refuse_over(self._counters.look(self._rules_for_lead(definition, source), beside=beside))

    def count_lead(
        self, definition: FormDefinition, source: str | None, *, is_spam: bool = False
    ) -> None:
        """Count a lead that was stored; a repeat of one that was stored already is none."""
        self._counters.count(self._rules_for_lead(definition, source, is_spam=is_spam))

    def _rules_for_lead(
        self, definition: FormDefinition, source: str | None, *, is_spam: bool = False
    ) -> Sequence[Rule]:
        from_source = _rules_for_source("source", source, self._rates.source)
        if is_spam:
            return from_source
        per_hour = definition.limits.per_hour
        form = (Rate(per_hour, HOUR_SECONDS),) if per_hour else self._rates.form
        return [
            *from_source,
            *_rules("form", definition.slug, form),
            *_rules("deployment", EVERYBODY, self._rates.deployment),
        ]


def _rules_for_source(scope: str, source: str | None, rates: tuple[Rate, ...]) -> tuple[Rule, ...]:
    return _rules(scope, source, rates) if source else ()


@lru_cache(maxsize=KEPT_RULES)
def _rules(scope: str, name: str, rates: tuple[Rate, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(scope, name, rate) for rate in rates)


def _refuse_over(wait: Wait | None) -> None:
    if wait:
        log.info("over a rate limit", extra={"limit": wait.scope})
        raise OverLimitError(wait.scope, wait_seconds=wait.seconds)
