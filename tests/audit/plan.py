"""Which views are looked at, and through which windows: all of them, or some that cover all."""

from __future__ import annotations

from collections.abc import Iterator

from tests.audit.scenes import Scenes
from tests.audit.states import STATES
from tests.audit.views import LANGUAGES, SLUGS, WINDOWS, View, Window, languages_of
from tests.pages import Page


def every_view() -> list[View]:
    """Return each state of each example, in each language and layout."""
    return [view for state in STATES for view in _every_view_of(state)]


def covering_views() -> list[View]:
    """Return, for each state, views that together show each example, language and layout."""
    return [view for state in STATES for view in _covering_views_of(state)]


def covering_windows(view: View) -> tuple[Window, Window]:
    """Return two windows that differ in width and in scheme, others in each layout."""
    return (WINDOWS[1], WINDOWS[2]) if view.framed else (WINDOWS[0], WINDOWS[3])


def view_page(view: View, scenes: Scenes) -> Page:
    """Lead a browser to a view and return the page.

    Raises:
        AssertionError: a page on the way breaks a rule, or the last is not the one it should be.
    """
    state = STATES[view.state]
    page = state.way(scenes[state.scene], view)
    assert page.status == state.status, f"{view}: {page.status} instead of {state.status}"
    return page


def _every_view_of(state: str) -> Iterator[View]:
    if not STATES[state].has_form:
        yield from (View(state, "", language, framed=False) for language in LANGUAGES)
        return
    for slug in SLUGS:
        for language in languages_of(slug):
            yield View(state, slug, language, framed=False)
            yield View(state, slug, language, framed=True)


def _covering_views_of(state: str) -> Iterator[View]:
    if not STATES[state].has_form:
        yield from _every_view_of(state)
        return
    for number, slug in enumerate(SLUGS):
        language = LANGUAGES[number % len(LANGUAGES)]
        yield View(state, slug, language, framed=bool(number % 2))
