"""A form as a visitor meets it: shown, sent, shown again, and at last a lead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from forms.csrf import TokenCSRF, TokenExchange
from forms.decoy import DecoyField
from forms.form_item import FormItem
from forms.lead_field import LeadField
from forms.steps import MOST_CHARACTERS, Progress, count_characters
from forms.tick_fields import ConsentField
from forms.token import TokenSigner
from leadframe.channels.model import FormDefinition
from leadframe.channels.showing import offered_items, shown_items
from leadframe.consent import Consent
from leadframe.lead import LEAD_FIELDS, Lead

FIRST_PAGE = 1
# The attributes that hold fields start with it, so that no field's name can hide a method.
ATTRIBUTE_PREFIX = "field_"


class LeadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The form of a channel file in one language; `forms.builder` adds its fields.

    A form in steps knows all its fields and is open at one page, whose fields are visible: that
    of a step, by its number, or the page that shows all answers, which comes after them. What was
    sent may have to be confirmed on one more page, which has no fields.
    """

    definition: ClassVar[FormDefinition]
    decoy: DecoyField
    _fields: dict[str, Field]
    _csrf: TokenCSRF
    _came: Progress | None
    _page: int
    _sent_at: float | None

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        """No session and no cookie: the signed token does the work of both."""

        csrf = True
        csrf_class = TokenCSRF
        csrf_field_name = "token"

        def get_translations(self, form: BaseForm) -> Any:
            """Leave WTForms' own messages alone: none of them is shown."""
            return DefaultMeta.get_translations(self, form)

    @classmethod
    def for_visit(
        cls,
        tokens: TokenSigner,
        *,
        formdata: MultiDict[str, str] | None,
        prefill: Mapping[str, str] | None = None,
    ) -> Self:
        """Return the form for one request.

        Args:
            tokens: signs and reads the form token.
            formdata: what was sent, or None when the form is only shown. What was written on
                other pages rides along in its token.
            prefill: values by key, as the address brings them; only fields that allow it
                take theirs, and none does when something was sent.
        """
        token = None if formdata is None else formdata.get(cls.Meta.csrf_field_name, "")
        exchange = TokenExchange.of(tokens, cls.definition, token)
        came = exchange.came.progress if exchange.came else None
        data = cls._prefilled(prefill) if formdata is None and prefill else {}
        if formdata is not None and came:
            formdata = _joined(formdata, came)
        form = cls(formdata=formdata, data=data, meta={"csrf_context": exchange})
        if unseen := form._mark_what_is_shown():
            # What is not shown says nothing: it is as if it had never come.
            data = {key: value for key, value in data.items() if _name_of(key) not in unseen}
            formdata = _without(formdata, unseen)
            form = cls(formdata=formdata, data=data, meta={"csrf_context": exchange})
            form._mark_what_is_shown()
        form._came = came
        form._page = form._nearest(came.page if came else FIRST_PAGE)
        form._sent_at = came.sent_at if came else None
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge all fields; no method of a form's own judges one, so none is looked for."""
        return bool(BaseForm.validate(self, extra_validators))

    def _mark_what_is_shown(self) -> list[str]:
        """Mark the items as the answers stand; return the fields that say something unseen."""
        if not any(item.is_conditional for item in self._items):
            return []
        fields = self._lead_fields
        answers = {field.name: field.answers for field in fields}
        shown = shown_items(self.definition.items, answers)
        offered = offered_items(self.definition.items, answers)
        for item in self._items:
            item.is_shown, item.is_offered = item.name in shown, item.name in offered
        return [field.name for field in fields if not field.is_shown and any(field.written)]

    def reveal(self) -> None:
        """Show every field and heading, whatever their conditions."""
        for item in self._items:
            item.is_shown = item.is_offered = True

    @classmethod
    def _prefilled(cls, prefill: Mapping[str, str]) -> dict[str, str]:
        return {
            ATTRIBUTE_PREFIX + field.key: value
            for field in cls.definition.fields
            if field.prefill_key and (value := prefill.get(field.prefill_key, "").strip())
        }

    @property
    def token_is_stale(self) -> bool:
        """Whether the form was sent without a token that is ours and young enough."""
        return self._csrf.exchange.is_stale

    @property
    def nonce(self) -> str:
        """What tells this rendered form from all others, however often it is shown again."""
        return self._csrf.exchange.current.nonce

    @property
    def open_seconds(self) -> float:
        """How long the form had been open when it was sent, however often it was shown again.

        What is being confirmed had been sent before it was asked about.
        """
        current = self._csrf.exchange.current
        return (self._sent_at or current.issued_at) - current.first_rendered_at

    @property
    def is_being_confirmed(self) -> bool:
        """Whether it is open at the page that asks to confirm what was sent."""
        return self._sent_at is not None

    def ask_to_confirm(self) -> None:
        """Turn to the page that asks to confirm what was sent just now."""
        self._sent_at = self._csrf.exchange.current.issued_at

    @property
    def fits_into_a_page(self) -> bool:
        """Whether a page can carry all answers."""
        written = {field.name: field.written for field in self._lead_fields}
        return count_characters(written) <= MOST_CHARACTERS

    @property
    def visible_items(self) -> list[FormItem]:
        """The fields of this page that the visitor fills in, and its headings, in its order."""
        return [] if self.is_being_confirmed else self.items_on(self._page)

    @property
    def visible_fields(self) -> list[LeadField]:
        """The fields of this page that the visitor fills in, in its order."""
        return [item for item in self.visible_items if isinstance(item, LeadField)]

    def fields_on(self, page: int) -> list[LeadField]:
        """Return the fields that the visitor may fill in on a page, in its order."""
        return [item for item in self.items_on(page) if isinstance(item, LeadField)]

    def items_on(self, page: int) -> list[FormItem]:
        """Return those fields and the headings of a page, in its order."""
        return [
            item
            for item in self._items
            if item.step == page and item.is_offered and not item.is_hidden
        ]

    @property
    def hidden_fields(self) -> list[Field]:
        """The fields that only ride along: hidden ones, unless the token carries them, and it."""
        hidden = [field for field in self._lead_fields if field.is_hidden]
        token = self._fields[self.Meta.csrf_field_name]
        return [token] if self.is_being_confirmed else [*hidden, token]

    @cached_property
    def _items(self) -> list[FormItem]:
        return [field for field in self._fields.values() if isinstance(field, FormItem)]

    @cached_property
    def _lead_fields(self) -> list[LeadField]:
        return [item for item in self._items if isinstance(item, LeadField)]

    def error_summary(self) -> list[tuple[str, str]]:
        """Return (id to focus, message) of each fault on this page, in its order."""
        return [(field.focus_id, field.errors[0]) for field in self.visible_fields if field.errors]

    @property
    def page(self) -> int:
        """The number of the page that the form is open at."""
        return self._page

    @property
    def steps(self) -> list[int]:
        """The numbers of the steps that ask for something."""
        numbers = range(FIRST_PAGE, len(self.definition.steps) + 1)
        return [number for number in numbers if self.fields_on(number)]

    @property
    def pages(self) -> list[int]:
        """The numbers of all pages from the first to the one that the form is sent from."""
        last = self.definition.check_page
        return [*(self.steps or [FIRST_PAGE]), *([last] if last else [])]

    @property
    def has_lost_answers(self) -> bool:
        """Whether the form was sent from nobody knows which page, so that others are lost."""
        exchange = self._csrf.exchange
        return self.definition.answers_travel and exchange.is_stale and exchange.came is None

    @property
    def has_changed(self) -> bool:
        """Whether its pages, or what is agreed to there, may be others now than were shown."""
        exchange = self._csrf.exchange
        is_other = exchange.came and exchange.came.version != self.definition.version
        matters = self._came or self.definition.steps or any(self._consent_fields())
        return bool(is_other and matters)

    def take_back_consents(self) -> None:
        """Untick every box for consent: nobody agrees to words that were not shown."""
        for field in self._consent_fields():
            field.take_back()

    def consents(self) -> tuple[Consent, ...]:
        """Return what stood beside the boxes for consent that were shown, and which were ticked."""
        return tuple(field.consent for field in self._consent_fields() if field.is_shown)

    def _consent_fields(self) -> Iterator[ConsentField]:
        return (field for field in self._lead_fields if isinstance(field, ConsentField))

    def open_at(self, page: int) -> None:
        """Turn to a page, or the last before it that there is; nothing is said against it yet."""
        self._page, self._sent_at = self._nearest(page), None
        for field in self._lead_fields:
            field.errors = ()

    def _nearest(self, page: int) -> int:
        return max((each for each in self.pages if each <= page), default=FIRST_PAGE)

    def open_at_first_fault(self) -> None:
        """Turn to the first page with a fault, which is told there."""
        self._page, self._sent_at = self._faulty_pages()[0], None

    def _faulty_pages(self) -> list[int]:
        return [page for page in self.pages if any(field.errors for field in self.fields_on(page))]

    @property
    def following_page(self) -> int | None:
        """Where a visitor goes on to from here, or None where the form is complete.

        Who has seen all answers and changed one sees them again at once, unless the change
        brought a fault elsewhere. The form must have been validated.
        """
        later = [page for page in self.pages if page > self._page]
        if later and self._was_checked:
            return [*self._faulty_pages(), later[-1]][0]
        return later[0] if later else None

    @property
    def _was_checked(self) -> bool:
        is_checked = self._page == self.definition.check_page
        return is_checked or bool(self._came and self._came.was_checked)

    @property
    def progress(self) -> Progress | None:
        """What the next page has to know about the others; None if it has all fields itself."""
        if not (self.definition.steps or self.is_being_confirmed):
            return None
        here = [*self.visible_fields, *self.hidden_fields]
        elsewhere = [field for field in self._lead_fields if field not in here]
        written = {field.name: field.written for field in elsewhere if field.is_shown}
        answers = {name: texts for name, texts in written.items() if any(texts)}
        if self.is_being_confirmed and not self.decoy.is_left_out:
            answers[self.decoy.name] = self.decoy.raw_data or []
        return Progress(self._page, self._was_checked, answers, self._sent_at)

    def lead(self) -> Lead:
        """Return what a valid form says, the channel file's fixed values included."""
        shown = [field for field in self._lead_fields if field.is_shown]
        values = {field.place: field.cleaned() for field in shown if field.place}
        values |= self.definition.fixed
        lead_fields = {name: values.pop(name) for name in LEAD_FIELDS if name in values}
        properties = tuple((place, value) for place, value in values.items() if value)
        return Lead(**lead_fields, properties=properties)


def _name_of(attribute: str) -> str:
    return attribute.removeprefix(ATTRIBUTE_PREFIX)


def _without(
    sent: MultiDict[str, str] | None, names: Collection[str]
) -> MultiDict[str, str] | None:
    if sent is None:
        return None
    kept = [(name, value) for name, value in sent.items(multi=True) if name not in names]
    return MultiDict(kept)


def _joined(sent: MultiDict[str, str], came: Progress) -> MultiDict[str, str]:
    """Return what was sent from one page with what was written on others.

    A field is on the page or carried, never both, unless the channel file changed meanwhile: so
    a box that was not sent is one that the visitor did not tick. What is being confirmed is what
    was asked about, and nothing else that comes along.
    """
    joined = MultiDict(sent if came.sent_at is None else ())
    for name, texts in came.answers.items():
        if name not in joined:
            joined.setlist(name, texts)
    return joined
