"""Forms in which every word is ours: their own texts are words in no language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from leadframe.channels.fields import FAMILIES

# A form's own text, which is a word in no language.
OWN = "†"
# A channel that the sandbox knows.
CHANNEL = "00000000-0000-4000-8000-000000000001"
# What a type of field needs to say, or says to have more that can go wrong, and what is typed.
KEYS: dict[str, dict[str, object]] = {
    "text": {"min_length": 3},
    "textarea": {"max_length": 3},
    "number": {"min": 2},
    "integer": {"max": 0},
    "currency": {"currency": "DKK"},
    "date": {"min": "2030-01-31"},
    "select": {"options": [OWN]},
    "radio": {"options": [OWN]},
    "multiselect": {"options": [OWN]},
    "consent": {"text": f"**{OWN}** [*{OWN}*](https://acme.example/)"},
}
UNQUOTED = re.compile(r'"(\d{4}-\d\d-\d\d)"')


STEPPED: list[dict[str, object]] = [
    {"name": "phone", "required": True},
    {"name": "company_name"},
    {"name": "email", "required": True, "step": 2},
    {"name": "again", "property": CHANNEL, "type": "checkbox", "label": OWN, "step": 2},
]


def channel_file(language: str, *fields: dict[str, object], steps: int = 0) -> str:
    """Return a channel file whose every own text is no word."""
    lines = [f'channel_id = "{CHANNEL}"', f'title = "{OWN}"', f'languages = ["{language}"]']
    lines += ['default_region = "DK"', "[embed]", "origins = []"]
    if steps:
        lines.insert(0, f"steps = {json.dumps([OWN] * steps)}")
    for field in fields:
        lines.append("[[field]]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in field.items()]
    return UNQUOTED.sub(r"\1", "\n".join(lines))


def every_field() -> Iterator[dict[str, object]]:
    """Yield a field of each type there is, which must be filled in where that can be asked."""
    for number, kind in enumerate(kind for kind in FAMILIES if kind != "heading"):
        place = {"property": f"{number:08}-2222-3333-4444-555555555555", "name": f"a_{kind}"}
        keys = {"value": OWN} if kind == "hidden" else {"label": OWN, "required": True}
        yield {**place, "type": kind, **keys, **KEYS.get(kind, {})}


def add_forms(channels: Path, language: str) -> None:
    """Add a form of every field there is, one of the standard set, of steps, and a busy one."""
    every, standard = channel_file(language, *every_field()), channel_file(language)
    stepped = channel_file(language, *STEPPED, steps=2)
    (channels / f"stepped-{language}.toml").write_text(stepped, encoding="utf-8")
    (channels / f"every-{language}.toml").write_text(every, encoding="utf-8")
    (channels / f"standard-{language}.toml").write_text(standard, encoding="utf-8")
    busy = f"{standard}\n[limits]\nper_hour = 1\n"
    (channels / f"busy-{language}.toml").write_text(busy, encoding="utf-8")
