"""Which views are looked at, and through which windows: all of them, or some that cover all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.audit.scenes import Scenes
from tests.audit.states import STATES
from tests.audit.views import LANGUAGES, SLUGS, WINDOWS, View, Window, has_steps, languages_of
from tests.pages import Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of how many; the first is number 1."""

    number: int
    parts: int


def every_view() -> list[View]:
    """Return each state of each example, in each language and layout."""
    return [view for state in STATES for view in _every_view_of(state)]


def covering_views() -> list[View]:
    """Return, for each state, views that together show each example, language and layout."""
    return [view for state in STATES for view in _covering_views_of(state)]


def covering_windows(view: View) -> tuple[Window, Window]:
    """Return two windows that differ in width and in scheme, others in each layout."""
    return (WINDOWS[1], WINDOWS[2]) if view.framed else (WINDOWS[0], WINDOWS[3])


def share_of(everything: Sequence[T], share: Share) -> Sequence[T]:
    """Return one part of several, all of about one size, which together are everything."""
    return everything[share.number - 1 :: share.parts]


def view_page(view: View, scenes: Scenes) -> Page:
    """Lead a browser to a view and return the page.

    Raises:
        AssertionError: a page on the way breaks a rule, or the last is not the one it should be.
    """
    state = STATES[view.state]
    page = state.way(scenes[state.scene], view)
    assert page.status == state.status, f"{page.status} instead of {state.status}"
    return page


def slugs_of(state: str) -> tuple[str, ...]:
    """Return the examples that have a state."""
    return tuple(slug for slug in SLUGS if has_steps(slug) or not STATES[state].has_steps)


def _every_view_of(state: str) -> Iterator[View]:
    if not STATES[state].has_form:
        yield from (View(state, "", language, framed=False) for language in LANGUAGES)
        return
    for slug in slugs_of(state):
        for language in languages_of(slug):
            yield View(state, slug, language, framed=False)
            yield View(state, slug, language, framed=True)


def _covering_views_of(state: str) -> Iterator[View]:
    if not STATES[state].has_form:
        yield from _every_view_of(state)
        return
    slugs = slugs_of(state)
    # As often as it takes to show every language, be there only one form.
    for number in range(max(len(slugs), len(LANGUAGES))):
        language = LANGUAGES[number % len(LANGUAGES)]
        yield View(state, slugs[number % len(slugs)], language, framed=bool(number % 2))
