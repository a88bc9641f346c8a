"""A form as a visitor meets it: shown, sent, shown again, and at last a lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from forms.csrf import TokenCSRF
from forms.fields import LeadField
from forms.token import TokenSigner
from leadframe.channels.model import FormDefinition
from leadframe.lead import LEAD_FIELDS, Lead

# The attributes that hold fields start with it, so that no field's name can hide a method.
ATTRIBUTE_PREFIX = "field_"


class LeadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The form of a channel file in one language; `forms.builder` adds its fields."""

    definition: ClassVar[FormDefinition]
    _fields: dict[str, Field]
    _csrf: TokenCSRF

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
            formdata: what was sent, or None when the form is only shown.
            prefill: values by field name, as the address brings them; only fields that allow it
                take theirs, and none does when something was sent.
        """
        data = cls._prefilled(prefill) if formdata is None and prefill else {}
        return cls(formdata=formdata, data=data, meta={"csrf_context": tokens})

    @classmethod
    def _prefilled(cls, prefill: Mapping[str, str]) -> dict[str, str]:
        return {
            ATTRIBUTE_PREFIX + field.key: value
            for field in cls.definition.fields
            if field.prefill and (value := prefill.get(field.key, "").strip())
        }

    @property
    def token_is_stale(self) -> bool:
        """Whether the form was sent without a token that is ours and young enough."""
        return self._csrf.is_stale

    @property
    def nonce(self) -> str:
        """What tells this rendered form from all others, however often it is shown again."""
        return self._csrf.current.nonce

    @property
    def visible_fields(self) -> list[LeadField]:
        """The fields that the visitor fills in, in the order of the page."""
        return [field for field in self._lead_fields() if not field.is_hidden]

    @property
    def hidden_fields(self) -> list[Field]:
        """The fields that only ride along: hidden ones and the token."""
        token = self._fields[self.Meta.csrf_field_name]
        return [*(field for field in self._lead_fields() if field.is_hidden), token]

    def _lead_fields(self) -> Iterable[LeadField]:
        return (field for field in self._fields.values() if isinstance(field, LeadField))

    def error_summary(self) -> list[tuple[str, str]]:
        """Return (id to focus, message) of each field with a fault, in the order of the page."""
        return [(field.focus_id, field.errors[0]) for field in self.visible_fields if field.errors]

    def lead(self) -> Lead:
        """Return what a valid form says, the channel file's fixed values included."""
        values = {field.place: field.cleaned() for field in self._lead_fields() if field.place}
        values |= self.definition.fixed
        lead_fields = {name: values.pop(name) for name in LEAD_FIELDS if name in values}
        properties = tuple((place, value) for place, value in values.items() if value)
        return Lead(**lead_fields, properties=properties)
