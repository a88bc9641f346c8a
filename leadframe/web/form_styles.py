"""The rules that only one form's pages carry: joined from their sources, once for each version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from leadframe.channels import FormDefinition
from leadframe.web.condition_rules import condition_rules
from leadframe.web.step_rules import step_rules
from leadframe.web.stylesheet import Stylesheet
from leadframe.web.theme_rules import theme_rules

KEPT_STYLESHEETS = 256

# Each returns the rules that a form needs for one reason, or "".
SOURCES: tuple[Callable[[FormDefinition], str], ...] = (step_rules, condition_rules, theme_rules)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A stylesheet to make; the version stands for everything the definition says."""

    slug: str
    version: str
    definition: FormDefinition = field(compare=False)


def form_stylesheet(definition: FormDefinition) -> Stylesheet | None:
    """Return the stylesheet of a form's own, or None when it looks like any other."""
    return _make(_Wanted(definition.slug, definition.version, definition))


@lru_cache(maxsize=KEPT_STYLESHEETS)
def _make(wanted: _Wanted) -> Stylesheet | None:
    rules = "\n".join(filter(None, (source(wanted.definition) for source in SOURCES)))
    return Stylesheet.of(rules) if rules else None
