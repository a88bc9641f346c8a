from __future__ import annotations

from tests.audit.plan import view_page
from tests.audit.scenes import Scenes
from tests.audit.views import View

HEADINGS = {
    "sending": "Sending…",
    "delivered": "Thank you for writing",
    "received": "We have your message",
    "refused": "We could not pass your message on",
    "closed": "This form is closed for the moment",
}


def test_each_outcome_is_the_one_it_is_called(scenes: Scenes) -> None:
    views = [
        View(state, "contact", "en", framed=framed)
        for state in HEADINGS
        for framed in (False, True)
    ]
    assert [view_page(view, scenes).h1 for view in views] == [
        HEADINGS[view.state] for view in views
    ]


def test_a_page_is_in_the_language_it_is_looked_at_in(scenes: Scenes) -> None:
    arabic = [View("errors", "event", "ar", framed=True), View("not-found", "", "ar", framed=False)]
    assert {view_page(view, scenes).language for view in arabic} == {("ar", "rtl")}
