"""Which of a form's languages a visitor reads."""

from __future__ import annotations

from flask import request

from leadframe.channels import FormDefinition

RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


def choose_language(definition: FormDefinition) -> str:
    """Return the form's language for this request: `?lang=`, Accept-Language, or its first."""
    asked = request.args.get("lang", "")
    if asked in definition.languages:
        return asked
    accepted = request.accept_languages.best_match(definition.languages)
    return accepted or definition.languages[0]


def direction_of(language: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
