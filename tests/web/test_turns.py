"""Walks through the pages of a form, as a browser makes them, against the form in one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.form import LeadForm
from leadframe.lead import Lead
from leadframe.web.turns import Turn, turn
from tests.forms.making import class_of, signer
from tests.pages import Values, values_of

pytestmark = pytest.mark.usefixtures("page")

LAST = 4
FIELDS: tuple[dict[str, Any], ...] = (
    {"name": "email", "required": True},
    {"name": "first_name", "max_length": 10},
    {"name": "faults", "type": "multiselect", "options": ("A", "B", "C"), "step": 2},
    {"name": "height", "type": "number", "min": 1, "step": 2},
    {"name": "kind", "type": "radio", "options": ("S", "L"), "step": 2},
    {"name": "collect", "type": "checkbox", "required": True, "step": 3},
    {"name": "size", "type": "select", "options": ("S", "L"), "step": 3},
    {"name": "notes", "step": 3},
)
TEXTS = ("", " ", "5", "ada@example.com", "S", "L", "a\r\nb", "more than ten", "\x00é<&\"'")
TYPED = {
    "faults": st.lists(st.sampled_from(("A", "B", "C")), unique=True),
    "collect": st.sampled_from(([], ["true"])),
    **dict.fromkeys(("kind", "size"), st.sampled_from(([], ["S"], ["L"]))),
}
NAMES = [each["name"] for each in FIELDS]


def property_of(number: int) -> str:
    return f"{number:08}-2222-3333-4444-555555555555"


def placed(number: int, keys: dict[str, Any]) -> dict[str, Any]:
    """Give a field that is no lead field its property."""
    if keys["name"] in {"email", "first_name", "notes"}:
        return keys
    return {"label": keys["name"], "property": property_of(number), **keys}


PLACED = [placed(number, keys) for number, keys in enumerate(FIELDS)]
IN_STEPS = class_of(*PLACED, steps=("One", "Two", "Three"))
IN_ONE_PAGE = class_of(*({**keys, "step": 1} for keys in PLACED))


def shown_values(form: LeadForm) -> Values:
    """Return what a browser would send from the page that a form is open at."""
    markup = "".join(str(each()) for each in (*form.visible_fields, *form.hidden_fields))
    return values_of(html5lib.parse(f"<form>{markup}</form>", namespaceHTMLElements=False))


@dataclass
class Visitor:
    """One who fills in a form: `typed` is what they mean to say, wherever it is asked for."""

    kind: type[LeadForm] = IN_STEPS
    typed: Values = field(default_factory=dict)
    form: LeadForm = field(init=False)
    values: Values = field(init=False)

    def __post_init__(self) -> None:
        self._see(self.kind.for_visit(signer(), formdata=None))

    def _see(self, form: LeadForm) -> None:
        self.form, self.values = form, shown_values(form)

    def write(self, name: str, texts: list[str]) -> None:
        """Fill in a field, if it is on the page."""
        if name in {each.name for each in self.form.visible_fields}:
            self.values = {key: kept for key, kept in self.values.items() if key != name}
            self.values |= {name: texts} if texts else {}
            self.typed[name] = texts

    def press(self, wanted: int | None = None) -> Turn | None:
        """Send the page, and look at the next one."""
        form = self.kind.for_visit(signer(), formdata=MultiDict(self.values))
        made = turn(form, wanted=wanted)
        self._see(form)
        return made

    def finish(self) -> Lead | list[tuple[str, str]]:
        """Go on until the lead is complete, or to the first faults."""
        while made := self.press():
            if made.status == 422:
                return self.form.error_summary()
        return self.form.lead()


def in_one_page(typed: Values) -> Lead | list[tuple[str, str]]:
    """Return what a form of one page makes of the same, its faults those of the first step."""
    visitor = Visitor(IN_ONE_PAGE, typed)
    visitor.values |= typed
    outcome = visitor.finish()
    if isinstance(outcome, Lead):
        return outcome
    step = {keys["name"]: keys.get("step", 1) for keys in FIELDS}
    steps = {each.focus_id: step[each.name] for each in visitor.form.visible_fields}
    first = min(steps[focus] for focus, _ in outcome)
    return [(focus, message) for focus, message in outcome if steps[focus] == first]


@st.composite
def moves(draw: st.DrawFn) -> tuple[str, Any]:
    kind = draw(st.sampled_from(("write", "write", "write", "on", "on", "to")))
    if kind == "write":
        name = draw(st.sampled_from(NAMES))
        texts = TYPED.get(name, st.sampled_from(TEXTS).map(lambda text: [text]))
        return name, draw(texts)
    return kind, draw(st.integers(0, LAST)) if kind == "to" else None


@given(st.lists(moves(), max_size=25))
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_walk_through_the_steps_makes_the_lead_of_the_form_in_one_page(
    walk: list[tuple[str, Any]],
) -> None:
    visitor = Visitor()
    for kind, value in walk:
        if kind == "on":
            if visitor.form.page < LAST:
                visitor.press()
        elif kind == "to":
            visitor.press(value)
        else:
            visitor.write(kind, value)
    visitor.press(1)
    assert visitor.finish() == in_one_page(visitor.typed)
