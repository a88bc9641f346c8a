"""Which keys each part of a channel file may say, read from the models themselves."""

from __future__ import annotations

from leadframe.channels.choice_fields import Option, OptionGroup
from leadframe.channels.conditions import Condition
from leadframe.channels.fields import FAMILIES, FAMILY_CLASSES
from leadframe.channels.model import LOADER_KEYS, Embed, FormDefinition, Limits, Spam, Thanks
from leadframe.channels.strict import Strict
from leadframe.channels.theme import Theme

# Each part, by its place as pydantic names it: with a field's family, without list numbers.
PARTS: dict[tuple[str, ...], type[Strict]] = {
    (): FormDefinition,
    ("embed",): Embed,
    ("thanks",): Thanks,
    ("theme",): Theme,
    ("limits",): Limits,
    ("spam",): Spam,
    **{("field", family): model for family, model in FAMILY_CLASSES.items()},
    **{("field", family, "show_when"): Condition for family in FAMILY_CLASSES},
    ("field", "choice", "options", "option"): Option,
    ("field", "choice", "options", "group"): OptionGroup,
    ("field", "choice", "options", "group", "options"): Option,
}


def keys_of(part: tuple[str, ...]) -> list[str]:
    """Return the keys that a part of a file may say."""
    fields = PARTS[part].model_fields.items()
    names = [field.alias or name for name, field in fields]
    return names if part else [name for name in names if name not in LOADER_KEYS]


def types_with(key: str) -> list[str]:
    """Return the types of field that know a key."""
    return [name for name, family in FAMILIES.items() if key in keys_of(("field", family))]


def homes_of(key: str) -> list[str]:
    """Return where else in a file a key belongs: its top or one of its tables."""
    tables = [part for part in PARTS if len(part) < 2 and key in keys_of(part)]  # noqa: PLR2004 - longer ones are fields
    return [f"[{part[0]}]" if part else "the top of the file" for part in tables]
