"""What all fields of a form share.

Each keeps the text as typed, to show it again, apart from `data`, the value read from it.
"""

from __future__ import annotations

from typing import Any

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from forms import messages
from forms.cleaning import tidy_line
from forms.form_item import FormItem
from leadframe.errors import UnreadableError

LONGEST_LINE = 500
LONGEST_PREFILL = 500


class LeadField(FormItem):
    """What all fields share.

    Args:
        place: where the value goes: a lead field, a property's uuid, or None for nowhere.
        known_as: what messages call it; its label unless given.
        longest: the most characters it takes.
        options: those of all items; `render_kw` are attributes of the input.
    """

    longest = LONGEST_LINE
    asks: messages.Advice = messages.FILL_IN

    def __init__(
        self,
        *,
        place: str | None = None,
        known_as: str = "",
        longest: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.place = place
        self.known_as = known_as or self.label.text
        self.longest = longest or self.longest
        self.text = ""

    def tidy(self, text: str) -> str:
        """Clean what was sent."""
        return tidy_line(text)

    def read(self, text: str) -> Any:
        """Return the value of a text that is not empty.

        Raises:
            UnreadableError: it has none; the message says what to type.
        """
        return text

    def cleaned(self) -> str:
        """Return the value as the lead API takes it; an empty text when there is none."""
        return "" if self.data is None else str(self.data)

    @property
    def held(self) -> list[str]:
        """The texts it holds, as a browser would send them."""
        return [self.text] if self.text else []

    @property
    def written(self) -> list[str]:
        """The texts that were sent, as they were, or that were prefilled."""
        return self.held if self.raw_data is None else list(self.raw_data)

    @property
    def told(self) -> list[str]:
        """The value as the visitor is told it, in lines; none when there is no value."""
        return self.text.splitlines()

    @property
    def answers(self) -> list[str]:
        """What the conditions of other fields are judged by."""
        return self.held

    @property
    def chosen_region(self) -> str:
        """The country that the visitor has chosen here, if it is a field for that."""
        return ""

    @property
    def is_empty(self) -> bool:
        """Whether the visitor left it empty."""
        return not self.text

    @property
    def focus_id(self) -> str:
        """The id of the input that a link to this field leads to."""
        return self.id

    @property
    def note_ids(self) -> list[str]:
        """The ids of the notes that describe the input, in the order of the page."""
        notes = {"when": self.only_if, "hint": self.description, "error": self.errors}
        return [f"{self.id}-{note}" for note, present in notes.items() if present]

    @property
    def browser_requires(self) -> bool:
        """Whether the browser may insist on it; a field that it hides would block the form."""
        return bool(self.flags.required and not self.is_conditional)

    @property
    def state(self) -> dict[str, str]:
        """The input's attributes that its state decides."""
        state = {"required": ""} if self.browser_requires else {}
        if self.note_ids:
            state["aria-describedby"] = " ".join(self.note_ids)
        if self.errors:
            state["aria-invalid"] = "true"
        return state

    def process_data(self, value: Any) -> None:
        """Take a prefilled text, to be shown and not yet believed."""
        self.text = self.tidy((value or "")[:LONGEST_PREFILL])
        self.data = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was sent; of several values the first counts."""
        self.text = self.tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if self.text:
            self.data = self._read_within_length()

    def _check_length(self) -> None:
        if len(self.text) > self.longest:
            raise UnreadableError(messages.shorter(self.longest, written=len(self.text)))

    def _read_within_length(self) -> Any:
        try:
            # First, so that no reader ever works on more than a person types.
            self._check_length()
            return self.read(self.text)
        except UnreadableError as fault:
            # WTForms collects ValueError only.
            raise ValueError(messages.about(self.known_as, str(fault))) from fault

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """Judge the field, unless it is empty and may be."""
        is_missed = self.flags.required and self.is_shown
        if self.is_empty and not is_missed and not self.process_errors:
            self.errors = ()
            return True
        return super().validate(form, extra_validators)

    def pre_validate(self, form: BaseForm) -> None:
        """Leave the validators out where what was sent cannot even be read."""
        del form
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        return self.text
