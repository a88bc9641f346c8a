"""The pages of a form, worked out beforehand so that their templates need no logic of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from flask_babel import gettext

from forms.form import FIRST_PAGE, LeadForm
from forms.lead_field import LeadField
from forms.words import ours
from leadframe.languages import Words
from leadframe.web.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A form as it is shown: empty, with errors, or once more with a notice."""

    template: ClassVar[str] = "form.html"
    is_step: ClassVar[bool] = False

    visit: Visit
    form: LeadForm
    notice: str = ""

    @property
    def title(self) -> Words:
        """The form's title."""
        return self.visit.title

    @property
    def document_title(self) -> str:
        """The title, saying first that something needs attention (WCAG technique G88, GOV.UK)."""
        if self.needs_attention:
            return gettext("Error: %(title)s", title=self._name)
        return self._name

    @property
    def _name(self) -> str:
        return self.title

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The faults on this page: the id to focus and what to do."""
        return self.form.error_summary()

    @property
    def needs_attention(self) -> bool:
        """Whether the form was sent and could not be taken as it was."""
        return bool(self.errors or self.notice)

    @property
    def action(self) -> str:
        """Where the form goes: the fragment moves focus to the answer's first message."""
        return f"{self.visit.send_address}#result"

    @property
    def button(self) -> str:
        """What the button says that sends the form, or goes on."""
        return self.visit.submit_label


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage(FormPage):
    """One step of a form."""

    template: ClassVar[str] = "step.html"
    is_step: ClassVar[bool] = True

    @property
    def number(self) -> int:
        """Which of the steps this is, those that ask for nothing left out."""
        return self.form.steps.index(self.form.page) + 1

    @property
    def total(self) -> int:
        """How many steps there are, as the answers stand."""
        return len(self.form.steps)

    @property
    def count(self) -> str:
        """How far the visitor has come, in words."""
        step = gettext("Step %(number)s of %(total)s", number=self.number, total=self.total)
        return ours(step)

    @property
    def heading(self) -> str:
        """What the step is called."""
        return self.visit.say(self.visit.definition.steps[self.form.page - 1])

    @property
    def _name(self) -> str:
        return f"{self.count}: {self.heading} – {self.title}"  # noqa: RUF001 - a title's dash

    @property
    def back(self) -> int | None:
        """The page before this one."""
        earlier = [page for page in self.form.pages if page < self.form.page]
        return earlier[-1] if earlier else None

    @property
    def button(self) -> str:
        """Only the last page sends the form."""
        is_last = self.form.page == self.form.pages[-1]
        return self.visit.submit_label if is_last else ours(gettext("Continue"))


class Answer(NamedTuple):
    """One question and what was answered; `page` and `address` are where it can be changed."""

    question: str
    lines: list[str]
    page: int
    address: str


class Section(NamedTuple):
    """The answers below a heading; those above the first of a step have none."""

    heading: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(StepPage):
    """All answers once more, before the form is sent."""

    template: ClassVar[str] = "check.html"
    is_step: ClassVar[bool] = False

    @property
    def heading(self) -> str:
        """What the visitor is asked to do."""
        return ours(gettext("Check your answers"))

    @property
    def _name(self) -> str:
        return f"{self.heading} – {self.title}"  # noqa: RUF001 - a title's dash

    @property
    def answers(self) -> Iterator[tuple[str, list[Section]]]:
        """The steps' names, each with the answers given there, under the headings they had.

        A form without steps is one that has no name.
        """
        names = self.visit.definition.steps
        for page in self.form.steps or [FIRST_PAGE]:
            name = self.visit.say(names[page - 1] if names else None)
            yield name, [section for section in self._sections_of(page) if section.answers]

    def _sections_of(self, page: int) -> list[Section]:
        sections = [Section("", [])]
        for item in self.form.items_on(page):
            if not item.is_shown:
                continue
            if isinstance(item, LeadField):
                sections[-1].answers.append(self._answer(item))
            else:
                sections.append(Section(item.caption, []))
        return sections

    def _answer(self, field: LeadField) -> Answer:
        address = f"{self.visit.send_address}#{field.focus_id}"
        return Answer(
            field.caption, field.told or [ours(gettext("Not given"))], field.step, address
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPage(CheckPage):
    """All answers once more, after the form was sent and before it is stored."""

    template: ClassVar[str] = "confirm.html"

    @property
    def heading(self) -> str:
        """What the visitor is asked to do."""
        return ours(gettext("Please confirm"))

    @property
    def back(self) -> int:
        """The page that the form was sent from."""
        return self.form.page


def page_of(visit: Visit, form: LeadForm, notice: str = "") -> FormPage:
    """Return the page that a form is open at."""
    if form.is_being_confirmed:
        return ConfirmPage(visit=visit, form=form, notice=notice)
    if form.page == visit.definition.check_page:
        return CheckPage(visit=visit, form=form, notice=notice)
    kind = StepPage if visit.definition.steps else FormPage
    return kind(visit=visit, form=form, notice=notice)
