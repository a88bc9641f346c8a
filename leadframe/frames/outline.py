"""A framed form's page as boxes: templates/form.html, step.html and fields, all words included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from forms.choice_fields import RadioField
from forms.form import LeadForm
from forms.form_item import FormItem
from forms.lead_field import LeadField
from forms.tick_fields import CheckboxField, ConsentField
from forms.typed_fields import AreaField
from leadframe.channels import FormDefinition, Text
from leadframe.frames.boxes import Box, Cell, Grid, fixed, nothing, stack
from leadframe.frames.styles import (
    ACTIONS_COLUMN_GAP,
    ACTIONS_ROW_GAP,
    BACK_HEIGHT,
    CHOICE_GAP,
    DENSITIES,
    MEASURE,
    STYLES,
    TWO_COLUMNS_FROM,
    WIDE_BUTTON_UP_TO,
    Tokens,
)
from leadframe.languages import name_of
from leadframe.richtext import Span

# As wide as what is left between two of them.
LANGUAGE_GAP = "    "
SIDES = STYLES["main"].beside


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A form in one language, to be measured at any width of its frame.

    Attributes:
        form: the form, as shown empty, open at the page that is measured.
        language: what it is in.
        mistakes: the messages of what went wrong, by field.
    """

    form: LeadForm
    language: str
    mistakes: Mapping[str, str]

    def height(self, width: float) -> float:
        """Return how high the page is in a frame of a width, both in CSS pixels."""
        return STYLES["main"].around(stack(self._parts()))(min(width, MEASURE))

    def _parts(self) -> list[Box]:
        definition = self._definition
        return [
            self._languages(),
            self._summary(),
            STYLES["h1"].text(self._say(definition.title)),
            STYLES[".intro"].text(self._say(definition.intro) if self._is_first else ""),
            self._step(),
            self._fields(),
        ]

    @property
    def _is_first(self) -> bool:
        return self.form.page == self.form.pages[0]

    def _step(self) -> Box:
        steps = self.form.steps
        if not steps:
            return nothing
        number = steps.index(self.form.page) + 1
        count = gettext("Step %(number)s of %(total)s", number=number, total=len(steps))
        name = self._say(self._definition.steps[self.form.page - 1])
        parts = [
            fixed(STYLES[".step__bar"].least + STYLES[".step__bar"].below),
            STYLES[".step__count"].text(count),
            STYLES[".step__heading"].text(name),
        ]
        return STYLES[".step"].around(stack(parts))

    @property
    def _definition(self) -> FormDefinition:
        return self.form.definition

    @property
    def _tokens(self) -> Tokens:
        return DENSITIES[self._definition.theme.density]

    def _say(self, text: Text | None) -> str:
        fallback = self._definition.languages[0]
        return text.in_language(self.language, fallback=fallback) if text else ""

    def _languages(self) -> Box:
        """Return the links to the other languages, which an answer with mistakes leaves out."""
        others = [each for each in self._definition.languages if each != self.language]
        names = "" if self.mistakes else LANGUAGE_GAP.join(map(name_of, others))
        return STYLES[".languages"].text(names)

    def _summary(self) -> Box:
        if not self.mistakes:
            return nothing
        items = stack([STYLES[".summary li"].text(said) for said in self.mistakes.values()])
        heading = STYLES[".summary h2"].text(gettext("There is a problem"))
        return STYLES[".summary"].around(stack([heading, STYLES[".summary ul"].around(items)]))

    def _fields(self) -> Box:
        gap = self._tokens.gap
        grid = Grid(two_from=TWO_COLUMNS_FROM - SIDES, row_gap=gap * 1.25, column_gap=gap)
        cells = [Cell(self._item(item), item.is_wide) for item in self.form.visible_items]
        return grid.of([*cells, Cell(self._actions(), is_wide=True)])

    def _item(self, item: FormItem) -> Box:
        return self._field(item) if isinstance(item, LeadField) else _heading(item)

    def _field(self, field: LeadField) -> Box:
        label = nothing if isinstance(field, CheckboxField) else self._label(field)
        hint = STYLES[".hint"].text(field.description)
        error = STYLES[".error"].text(self.mistakes.get(field.name, ""))
        return stack([label, hint, error, self._control(field)])

    def _label(self, field: LeadField) -> Box:
        return STYLES[".label"].text(field.caption + _mark(field))

    def _control(self, field: LeadField) -> Box:
        match field:
            case AreaField():
                return fixed(STYLES[".textarea"].least)
            case RadioField():
                return self._choices(field)
            case ConsentField():
                spans = [span for segment in field.segments for span in segment.spans]
                return self._choice([*spans, Span(_mark(field))])
            case CheckboxField():
                return self._choice([Span(field.caption), Span(_mark(field))])
            case _:
                return fixed(self._tokens.control)

    def _choices(self, field: RadioField) -> Box:
        boxes: list[Box] = []
        for group in field.groups:
            boxes += [STYLES[".label"].text(group.label)] if group.label else []
            boxes += [self._choice([Span(choice.label)]) for choice in group.choices]
        return stack(boxes, gap=CHOICE_GAP)

    def _choice(self, spans: Sequence[Span]) -> Box:
        control, style = self._tokens.control, STYLES[".choice"]
        within = control - style.lettering.line
        return replace(style, least=control, within=within).rich_text(spans)

    def _actions(self) -> Box:
        is_last = self.form.page == self.form.pages[-1]
        last = self._say(self._definition.submit_label) or gettext("Send")
        label = last if is_last else gettext("Continue")
        button = STYLES[".button"].text(label)
        back = nothing if self._is_first else _back
        reminder = _reminder(label) if self.mistakes else nothing
        return STYLES[".actions"].around(stack([button, back, reminder]))


def _mark(field: LeadField) -> str:
    return f" {gettext('(required)')}" if field.flags.required else ""


def _heading(heading: FormItem) -> Box:
    words = STYLES[".heading h2"].text(heading.caption)
    hint = STYLES[".heading .hint"].text(heading.description)
    return STYLES[".heading"].around(stack([words, hint]))


def _back(width: float) -> float:
    """Return what the way back takes: it stands beside the button where that is not wide."""
    return ACTIONS_ROW_GAP + BACK_HEIGHT if width <= WIDE_BUTTON_UP_TO - SIDES else 0


def _reminder(button: str) -> Box:
    """Return what stands beside the button where both have room, and else below it."""
    words = gettext("Not sent yet: see the message at the top")
    style = STYLES[".button"], STYLES[".reminder"]
    beside = (
        style[0].beside
        + style[0].lettering.width(button)
        + ACTIONS_COLUMN_GAP
        + style[1].lettering.width(words)
    )

    def height(width: float) -> float:
        if width > WIDE_BUTTON_UP_TO - SIDES and beside <= width:
            return 0
        return ACTIONS_ROW_GAP + style[1].text(words)(width)

    return height
