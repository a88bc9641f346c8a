"""What every field of a channel file may say."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from leadframe.channels.items import Item
from leadframe.channels.prefill import PAGE_KEYS, Prefill
from leadframe.channels.strict import is_uuid
from leadframe.channels.text import Text, gettext_noop
from leadframe.lead import LEAD_FIELDS

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
# Names the page itself uses for its own inputs.
RESERVED_NAMES = {"token", "go", "lang", "theme", "main", "form", "result"}
# These take the whole width of the form unless they say otherwise.
WIDE_TYPES = {"textarea", "radio", "multiselect", "checkbox", "consent"}
# In English; the pages say them in their own language.
LABEL_OF_LEAD_FIELD = {
    "email": gettext_noop("Email"),
    "first_name": gettext_noop("First name"),
    "last_name": gettext_noop("Last name"),
    "phone": gettext_noop("Phone"),
    "company_name": gettext_noop("Company"),
    "source": gettext_noop("How did you hear of us?"),
    "employee": gettext_noop("Your contact with us"),
    "notes": gettext_noop("Message"),
    "business_id": gettext_noop("Customer number"),
}


class BaseField(Item):
    """What every field may say.

    `name` is the field's name in the page. It names a lead field unless `property` says which
    custom property the value goes to. `prefill` says whether the form's address may fill it in.
    """

    name: str | None = None
    property_id: Annotated[str | None, Field(alias="property")] = None
    required: bool = False
    prefill: Prefill = False
    width: Literal["half", "full"] | None = None

    sends_nothing_is_fine: ClassVar[bool] = False

    @property
    def key(self) -> str:
        """The field's name in the page: its `name`, or one made from the property's uuid."""
        return self.name or f"p_{self.property_id}"

    @property
    def prefill_key(self) -> str | None:
        """The key by which the form's address may fill it in: its own unless the file names one."""
        return self.key if self.prefill is True else self.prefill or None

    @property
    def place(self) -> str | None:
        """Where the value goes in the lead: a lead field, a property's uuid, or nowhere."""
        if self.property_id:
            return self.property_id
        return self.name if self.name in LEAD_FIELDS else None

    @property
    def is_wide(self) -> bool:
        """Whether it takes the form's whole width where there is room for two columns."""
        by_nature = "full" if self.type in WIDE_TYPES else "half"
        return (self.width or by_nature) == "full"

    @property
    def caption(self) -> Text | None:
        """The field's label, if the file gives it one."""
        return self.label

    @property
    def usual_label(self) -> str:
        """The label of a field without one of its own, in English: every lead field has it."""
        return LABEL_OF_LEAD_FIELD[self.key]

    @field_validator("name")
    @classmethod
    def _name_is_plain(cls, value: str) -> str:
        if not NAME.fullmatch(value):
            raise ValueError("use a to z, 0 to 9 and _, starting with a letter")
        if value in RESERVED_NAMES:
            raise ValueError(f'"{value}" is taken by the page itself; choose another name')
        return value

    @field_validator("property_id")
    @classmethod
    def _property_is_a_uuid(cls, value: str) -> str:
        if not is_uuid(value):
            raise ValueError("give the property definition's uuid, in lower case")
        return value

    @model_validator(mode="after")
    def _address_may_say_its_key(self) -> Self:
        if self.prefill_key in PAGE_KEYS:
            raise ValueError(
                f'"{self.prefill_key}" is taken by the page itself; prefill by another key'
            )
        return self

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        """A value must go somewhere, to one place, and its field needs a label."""
        if not self.name and not self.property_id:
            raise ValueError("give name (a lead field) or property (a uuid)")
        if self.property_id and self.name in LEAD_FIELDS:
            raise ValueError(f'"{self.name}" is a lead field; leave name or property out')
        if not self.place and not self.sends_nothing_is_fine:
            raise ValueError(
                f'"{self.name}" is not a lead field ({", ".join(LEAD_FIELDS)});'
                " add property to say where its value goes"
            )
        return self

    @model_validator(mode="after")
    def _has_a_label(self) -> Self:
        if self.needs_label and not self.label and self.key not in LABEL_OF_LEAD_FIELD:
            raise ValueError("give the field a label")
        return self

    @property
    def needs_label(self) -> bool:
        """Whether the visitor sees a label of its own."""
        return True
