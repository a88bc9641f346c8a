"""Texts of a channel file: one string, or a table of strings by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from leadframe.languages import Words

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_TEXT = 5000


def gettext_noop(words: str) -> str:
    """Mark words of ours for translation where no page is at hand to translate them."""
    return words


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may differ by language.

    A text given as one string has it under the key "", which serves every language.
    """

    by_language: Mapping[str, str]

    @classmethod
    def plain(cls, text: str) -> Text:
        """Return a text that is the same in every language."""
        return cls({"": text})

    def in_language(self, language: str, *, fallback: str) -> Words:
        """Return the text for a language, else for its base language, else the fallback's."""
        for key in (language, language.partition("-")[0], ""):
            if key in self.by_language:
                return Words(self.by_language[key])
        other = fallback if fallback in self.by_language else next(iter(self.by_language))
        return Words(self.by_language[other], language=other)

    @property
    def languages(self) -> set[str]:
        """The languages this text is written in; empty when it serves all."""
        return {language for language in self.by_language if language}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Let a pydantic field be declared as a Text."""
        return core_schema.no_info_plain_validator_function(_read)


def _read(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text.plain(_clean(value))
    if not isinstance(value, dict) or not value:
        raise ValueError('give a text, or a table by language such as { en = "Name", da = "Navn" }')
    for language, text in value.items():
        if not isinstance(language, str) or not LANGUAGE_TAG.fullmatch(language):
            raise ValueError(f'"{language}" is not a language; use tags such as en, da or pt-BR')
        if not isinstance(text, str):
            raise ValueError(f"the text for {language} must be a string")  # noqa: TRY004 - pydantic collects ValueError only
    return Text({language: _clean(text) for language, text in value.items()})


def _clean(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValueError("the text is empty; leave the key out instead")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT} characters")
    return text
