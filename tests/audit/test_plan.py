from __future__ import annotations

from itertools import chain

import pytest

from tests.audit.plan import covering_views, covering_windows, every_view, slugs_of
from tests.audit.states import STATES
from tests.audit.views import LANGUAGES, SLUGS, WINDOWS, View, languages_of

FORM_STATES = [name for name, state in STATES.items() if state.has_form]


def of_state(views: list[View], state: str) -> list[View]:
    return [view for view in views if view.state == state]


def test_all_views_are_all_combinations() -> None:
    views = every_view()
    assert len(set(views)) == len(views)
    for state in FORM_STATES:
        combinations = sum(2 * len(languages_of(slug)) for slug in slugs_of(state))
        assert len(of_state(views, state)) == combinations > 0


def test_only_forms_in_steps_have_their_states() -> None:
    assert slugs_of("check") == ("project",)
    assert slugs_of("form") == SLUGS


def test_a_form_keeps_its_own_languages() -> None:
    assert languages_of("event") == ("da", "en", "de", "ar")


@pytest.mark.parametrize("state", FORM_STATES)
def test_the_covering_views_show_each_state_in_everything_at_least_once(state: str) -> None:
    views = of_state(covering_views(), state)
    assert set(views) <= set(every_view())
    assert {view.slug for view in views} == set(slugs_of(state))
    assert {view.language for view in views} == set(LANGUAGES)
    assert {view.framed for view in views} == {False, True}
    assert set(chain.from_iterable(map(covering_windows, views))) == set(WINDOWS)


@pytest.mark.parametrize("state", sorted(STATES.keys() - set(FORM_STATES)))
def test_the_other_pages_are_shown_in_every_language(state: str) -> None:
    assert {view.language for view in of_state(covering_views(), state)} == set(LANGUAGES)
