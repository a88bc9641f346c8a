"""What a channel file may say: the frozen definition of one form.

The keys are the contract of docs/channel-files.md. Rules that need only one field's own keys
are in `fields`; rules between fields are here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    SkipValidation,
    StringConstraints,
    field_validator,
    model_validator,
)

from leadframe.channels.by_mode import ByMode
from leadframe.channels.condition_checks import check_conditions
from leadframe.channels.fields import (
    ConsentField,
    FieldDefinition,
    Heading,
    ItemDefinition,
    standard_fields,
)
from leadframe.channels.logo import Logo
from leadframe.channels.regions import has_phones
from leadframe.channels.steps import check_steps
from leadframe.channels.strict import Strict, http_link, is_uuid
from leadframe.channels.text import LANGUAGE_TAG, Text
from leadframe.channels.theme import Theme
from leadframe.channels.typed_fields import LONGEST_VALUE
from leadframe.consent import NOTES
from leadframe.lead import LEAD_FIELDS

HOST_PART = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
ORIGIN = re.compile(rf"https?://(\*\.)?{HOST_PART}(\.{HOST_PART})*(:[0-9]{{1,5}})?")

# What the loader says of a form; a file may not say it.
LOADER_KEYS = ("slug", "version", "logos")


def _origin(value: str) -> str:
    if not ORIGIN.fullmatch(value):
        raise ValueError(
            f'"{value}" is not an origin; give scheme and host alone, in lower case,'
            " such as https://acme.example or https://*.acme.example"
        )
    return value


def _language(value: str) -> str:
    if not LANGUAGE_TAG.fullmatch(value):
        raise ValueError(f'"{value}" is not a language; use tags such as en, da or pt-BR')
    return value


def _region(value: str) -> str:
    if not has_phones(value):
        raise ValueError(f'"{value}" is not a country; use two capitals such as DK or GB')
    return value


Origin = Annotated[str, AfterValidator(_origin)]
Language = Annotated[str, AfterValidator(_language)]
Region = Annotated[str, AfterValidator(_region)]
FixedValue = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_VALUE)
]


class Embed(Strict):
    """Who may frame the form; nobody when `origins` is empty."""

    origins: tuple[Origin, ...] = ()


class Thanks(Strict):
    """What the visitor sees when the lead has arrived."""

    title: Text | None = None
    message: Text | None = None
    next: Text | None = None
    continue_url: Annotated[str, AfterValidator(http_link)] | None = None


class Limits(Strict):
    """How many leads are let in; without a number, as many as the settings say."""

    per_hour: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class Spam(Strict):
    """What is done about spam beyond what is done in every form."""

    confirm: bool = False


class FormDefinition(Strict):
    """One channel file: the public face of a channel.

    `slug` is the file's name, `version` a digest of its content and `logos` the pictures that its
    theme names; they come from the loader.
    `channel_id` and `api_key` are secrets: they never reach a page, a log or an error.
    """

    slug: str
    version: str
    channel_id: SecretStr
    api_key: SecretStr | None = None
    title: Text
    intro: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    submit_label: Text | None = None
    default_region: Region | None = None
    fixed: dict[str, FixedValue] = Field(default_factory=dict)
    reference_in: str = "business_id"
    on_ambiguous: Literal["hold", "resend"] = "hold"
    steps: tuple[Text, ...] = ()
    check_answers: bool = True
    items: Annotated[tuple[ItemDefinition, ...], Field(alias="field", min_length=1)]
    embed: Embed = Embed()
    thanks: Thanks = Thanks()
    theme: Theme = Theme()
    limits: Limits = Limits()
    spam: Spam = Spam()
    logos: Annotated[ByMode[Logo], SkipValidation] = ByMode()

    @model_validator(mode="before")
    @classmethod
    def _fill_in_the_standard_set(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A file without any [[field]] shows the standard lead fields."""
        return values if "field" in values else {**values, "field": standard_fields()}

    @field_validator("channel_id")
    @classmethod
    def _is_a_channel(cls, value: SecretStr) -> SecretStr:
        if not is_uuid(value.get_secret_value()):
            raise ValueError("this is not a channel id; copy the uuid from the CRM, in lower case")
        return value

    @field_validator("languages")
    @classmethod
    def _languages_differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for language, times in Counter(value).items():
            if times > 1:
                raise ValueError(f'"{language}" is there twice')
        return value

    @field_validator("fixed")
    @classmethod
    def _fixed_keys_are_known(cls, value: dict[str, str]) -> dict[str, str]:
        for key in value:
            if key not in LEAD_FIELDS and not is_uuid(key):
                raise ValueError(
                    f'"{key}" is neither a lead field ({", ".join(LEAD_FIELDS)})'
                    " nor a property's uuid"
                )
        return value

    @field_validator("reference_in")
    @classmethod
    def _reference_has_a_place(cls, value: str) -> str:
        if value not in {"business_id", "notes", "none"} and not is_uuid(value):
            raise ValueError('give "business_id", "notes", "none" or a property\'s uuid')
        return value

    @field_validator("items")
    @classmethod
    def _headings_have_numbers(
        cls, value: tuple[ItemDefinition, ...]
    ) -> tuple[ItemDefinition, ...]:
        numbers = count(1)
        return tuple(
            item.numbered(next(numbers)) if isinstance(item, Heading) else item for item in value
        )

    @cached_property
    def fields(self) -> tuple[FieldDefinition, ...]:
        """The items that have a value, in their order: all but the headings."""
        return tuple(item for item in self.items if not isinstance(item, Heading))

    @model_validator(mode="after")
    def _steps_and_items_agree(self) -> Self:
        check_steps(self.steps, self.items)
        if not self.steps and "check_answers" in self.model_fields_set:
            raise ValueError("check_answers goes with steps only; leave it out")
        return self

    @property
    def check_page(self) -> int | None:
        """The number of the page that shows all answers, after those of the steps; or none."""
        return len(self.steps) + 1 if self.steps and self.check_answers else None

    @property
    def answers_travel(self) -> bool:
        """Whether it has pages that carry what was written on others."""
        return bool(self.steps) or self.spam.confirm

    @model_validator(mode="after")
    def _every_value_has_one_source(self) -> Self:
        """Refuse two fields, or a field and a fixed value, that fill the same place."""
        for place, times in Counter(self.places()).items():
            if times > 1 and place == "business_id" == self.reference_in:
                raise ValueError(
                    "business_id carries Leadframe's reference; set reference_in to"
                    ' "notes" or a property\'s uuid to use business_id yourself'
                )
            if times > 1:
                raise ValueError(f'"{place}" is filled twice; remove one of the two')
        for key, times in Counter(item.key for item in self.items).items():
            if times > 1:
                raise ValueError(f'two fields are called "{key}"; give one another name')
        return self

    @model_validator(mode="after")
    def _every_prefill_key_fills_one_field(self) -> Self:
        keys = (field.prefill_key for field in self.fields if field.prefill_key)
        for key, times in Counter(keys).items():
            if times > 1:
                raise ValueError(f'two fields are prefilled by "{key}"; give one another key')
        return self

    @model_validator(mode="after")
    def _conditions_can_be_met(self) -> Self:
        check_conditions(self.items)
        return self

    def places(self) -> Iterator[str]:
        """Name each place in the lead that this form fills, once per source."""
        for field in self.fields:
            if place := field.place:
                yield place
            if isinstance(field, ConsentField) and field.send_in not in {None, NOTES}:
                yield str(field.send_in)
        yield from self.fixed
        if self.reference_in not in {"notes", "none"}:
            yield self.reference_in

    @model_validator(mode="after")
    def _texts_are_in_its_languages(self) -> Self:
        """Refuse a translation nobody can ever see, and a fallback that is missing."""
        fallback = self.languages[0]
        for key, text in self._texts():
            if unknown := sorted(text.languages - set(self.languages)):
                raise ValueError(f'{key}: "{unknown[0]}" is not in languages; add it there')
            if text.languages and fallback not in text.languages:
                raise ValueError(f"{key}: the text in {fallback}, the first language, is missing")
        return self

    def _texts(self) -> Iterator[tuple[str, Text]]:
        named = {"title": self.title, "intro": self.intro, "submit_label": self.submit_label}
        named |= {"thanks.title": self.thanks.title, "thanks.message": self.thanks.message}
        named |= {"thanks.next": self.thanks.next}
        named |= {"theme.logo_alt": self.theme.logo_alt}
        yield from ((key, text) for key, text in named.items() if text is not None)
        yield from ((f"steps[{number}]", text) for number, text in enumerate(self.steps, 1))
        for item in self.items:
            yield from ((f'field "{item.key}" {key}', text) for key, text in item.texts())
